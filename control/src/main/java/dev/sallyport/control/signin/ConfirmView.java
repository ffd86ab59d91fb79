package dev.sallyport.control.signin;

import dev.sallyport.problem.Problem;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.web.util.HtmlUtils;

/** What the page says on which people confirm sign-ins. */
final class ConfirmView {
    private ConfirmView() {}

    /** Asks for a code. */
    static String form(Optional<UserCode> code) {
        return page(
                """
                <form method="post" action="/confirm">
                <p><label>The code that your terminal shows:
                <input name="user_code" value="%s" autocomplete="off" autocapitalize="characters" required></label></p>
                <p><button>Go on</button></p>
                </form>
                """
                        .formatted(code.map(UserCode::shown).orElse("")));
    }

    /** Says what waits, to somebody who is signed in with this browser. */
    static String question(Asked asked, Source source, String login, String mark) {
        return question(
                asked,
                source,
                """
                <p>You are signed in here as <b>%s</b>.</p>
                <input type="hidden" name="mark" value="%s">
                """
                        .formatted(text(login), text(mark)));
    }

    /**
     * The same, to anybody.
     *
     * @param signIn where they could sign in by a provider
     */
    static String question(Asked asked, Source source, Optional<String> signIn) {
        String login =
                asked.question() instanceof Question.ForConnection connection
                        ? Question.plain(connection.login())
                        : "";
        return question(
                asked,
                source,
                signIn.map(page ->
                                """
                                <p><a href="%s">Sign in at your identity provider</a>, or here with a local account:</p>
                                """
                                        .formatted(text(page)))
                                .orElse("")
                        + """
                        <p><label>Login: <input name="login" value="%s" autocomplete="username"></label></p>
                        <p><label>Password: <input name="password" type="password" autocomplete="current-password"></label></p>
                        <p><label>Code, or a passkey's word: <input name="code" autocomplete="one-time-code"></label></p>
                        """
                                .formatted(text(login)));
    }

    private static String question(Asked asked, Source source, String proof) {
        return page(
                """
                %s%s<p>Say yes only if you have just asked for this yourself, and what you look at there shows the code
                <b>%s</b>. Nobody who works here asks you for it by mail or telephone: whoever does wants to come in as you.</p>
                <form method="post" action="/confirm"><input type="hidden" name="user_code" value="%s">
                %s<p><button name="answer" value="yes">Yes, that is me</button>
                <button name="answer" value="no" formnovalidate>No</button></p>
                </form>
                """
                        .formatted(
                                what(asked),
                                elsewhere(asked, source),
                                asked.code().shown(),
                                asked.code().shown(),
                                proof));
    }

    private static String what(Asked asked) {
        String since = asked.begun().truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (asked.question()) {
            case Question.ForToken(String address) ->
                    """
                    <p>Since %s a <code>sallyport login</code> at <b>%s</b> waits. With your yes, that machine gets a token
                    with which it opens databases as you, for some hours.</p>
                    """
                            .formatted(since, text(address));
            case Question.ForConnection(var login, var database, var application, var address) ->
                    """
                    <p>Since %s a connection from <b>%s</b>%s waits to open database <b>%s</b> as <b>%s</b>. Your yes lets
                    this one connection in, and no other.</p>
                    """
                            .formatted(
                                    since,
                                    text(address),
                                    application.isEmpty()
                                            ? ""
                                            : ", which calls itself <b>"
                                                    + text(Question.plain(application))
                                                    + "</b>,",
                                    text(Question.plain(database)),
                                    text(Question.plain(login)));
        };
    }

    private static String elsewhere(Asked asked, Source source) {
        return asked.source().equals(source)
                ? ""
                : """
                <p><b>That is another network than this browser's (%s).</b></p>
                """
                        .formatted(text(source.network()));
    }

    static String confirmed(Asked asked, String login) {
        return page(
                """
                <p id="done">Confirmed as <b>%s</b>. %s Close this page.</p>
                """
                        .formatted(
                                text(login),
                                switch (asked.question()) {
                                    case Question.ForToken _ -> "Your terminal goes on by itself.";
                                    case Question.ForConnection _ ->
                                            "The connection goes on by itself.";
                                }));
    }

    static String declined() {
        return page(
                """
                <p id="done">Refused. Nobody came in by it. If you did not ask for it, tell whoever runs Sallyport.</p>
                """);
    }

    static String refused(Problem problem, Optional<UserCode> code) {
        return page(
                """
                <p id="refused">%s</p>
                <p><a href="/confirm%s">Back</a></p>
                """
                        .formatted(
                                text(problem.toString()),
                                code.map(one -> "?user_code=" + one.shown()).orElse("")));
    }

    private static String text(String value) {
        return HtmlUtils.htmlEscape(value, "UTF-8");
    }

    private static String page(String body) {
        return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Sallyport</title></head><body>
        <h1>Sallyport</h1>
        %s</body></html>
        """
                .formatted(body);
    }
}
