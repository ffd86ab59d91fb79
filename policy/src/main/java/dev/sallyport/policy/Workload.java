package dev.sallyport.policy;

/**
 * How a platform names a program that it runs, in the tokens it gives it (RFC 7519). Both are
 * compared to the letter; nothing in them stands for anything else.
 *
 * @param issuer the claim {@code iss}: who says so
 * @param subject the claim {@code sub}: of whom
 */
public record Workload(String issuer, String subject) {

    /** As the record has it; it proves nothing. */
    @Override
    public String toString() {
        return issuer + " " + subject;
    }
}
