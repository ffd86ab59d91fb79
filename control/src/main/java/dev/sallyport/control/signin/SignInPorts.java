package dev.sallyport.control.signin;

/** Everything sign-in asks of others. */
public record SignInPorts(
        DatabaseTokens tokens,
        SignInRecord record,
        SignInAlarm alarm,
        Demands demands,
        SignInKeys keys) {}
