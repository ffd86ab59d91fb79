package dev.sallyport.control.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What names a question to a person in front of a browser: eight letters of which no word is made
 * and none is taken for another (RFC 8628, section 6.1).
 */
record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;

    /** With whatever somebody puts between the letters. */
    private static final int LONGEST = 32;

    private static final Pattern CODE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    /**
     * @param random a secure one
     */
    static UserCode fresh(RandomGenerator random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new UserCode(letters.toString());
    }

    /** Small letters are as good, and what stands between is not looked at; empty for no code. */
    static Optional<UserCode> of(String typed) {
        String letters =
                typed.length() > LONGEST
                        ? ""
                        : typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return CODE.matcher(letters).matches()
                ? Optional.of(new UserCode(letters))
                : Optional.empty();
    }

    /** As people read it. */
    String shown() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }
}
