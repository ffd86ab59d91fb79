package dev.sallyport.control.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.control.passkey.Assertion;
import dev.sallyport.control.passkey.Attestation;
import dev.sallyport.problem.Refused;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The bodies of requests about passkeys, as browsers' words for them: bytes are base64url. */
final class PasskeyFields {
    /** An attestation with a key of 4096 bits, and what the browser saw. */
    static final int LONGEST_BODY = 8192;

    private static final int LONGEST_NAME = 64;

    /** Unicode's categories Cc, Cf, Cs, Zl and Zp. */
    private static final Set<Integer> UNSEEN =
            Set.of(
                    (int) Character.CONTROL,
                    (int) Character.FORMAT,
                    (int) Character.SURROGATE,
                    (int) Character.LINE_SEPARATOR,
                    (int) Character.PARAGRAPH_SEPARATOR);

    private PasskeyFields() {}

    /** Whose passkeys it is about. */
    record Opened(String session) {
        static final List<String> NAMES = List.of("session");

        /**
         * @throws Refused SP7100, SP7101
         */
        static Opened of(byte[] body) {
            return new Opened(
                    text(SignInFields.texts(body, NAMES, LONGEST_BODY), "session", NAMES));
        }

        /** It holds a secret. */
        @Override
        public String toString() {
            return "Opened";
        }
    }

    /** A passkey that was made. */
    record Made(
            String session,
            String challenge,
            String name,
            @JsonProperty("client_data") String clientData,
            String attestation) {
        static final List<String> NAMES =
                List.of("session", "challenge", "name", "client_data", "attestation");

        /**
         * @throws Refused SP7100, SP7101
         */
        static Made of(byte[] body) {
            Map<String, String> texts = SignInFields.texts(body, NAMES, LONGEST_BODY);
            String name = text(texts, "name", NAMES).strip();
            if (!isName(name)) {
                throw SignInFields.malformed(NAMES);
            }
            return new Made(
                    text(texts, "session", NAMES),
                    text(texts, "challenge", NAMES),
                    name,
                    text(texts, "client_data", NAMES),
                    text(texts, "attestation", NAMES));
        }

        /** Nothing that moves the cursor of an operator's terminal, or turns its text around. */
        private static boolean isName(String text) {
            return !text.isEmpty()
                    && text.length() <= LONGEST_NAME
                    && text.codePoints().noneMatch(one -> UNSEEN.contains(Character.getType(one)));
        }

        byte[] asked() {
            return bytes(challenge, NAMES);
        }

        Attestation said() {
            return new Attestation(bytes(clientData, NAMES), bytes(attestation, NAMES));
        }

        /** It holds a secret. */
        @Override
        public String toString() {
            return "Made " + name;
        }
    }

    /** A passkey that was used. */
    record Used(
            String challenge,
            String credential,
            @JsonProperty("client_data") String clientData,
            @JsonProperty("authenticator_data") String authenticatorData,
            String signature,
            @JsonProperty("user_handle") String userHandle) {
        static final List<String> NAMES =
                List.of(
                        "challenge",
                        "credential",
                        "client_data",
                        "authenticator_data",
                        "signature",
                        "user_handle");

        /**
         * @throws Refused SP7100, SP7101
         */
        static Used of(byte[] body) {
            Map<String, String> texts = SignInFields.texts(body, NAMES, LONGEST_BODY);
            List<String> all = NAMES.stream().map(name -> text(texts, name, NAMES)).toList();
            return new Used(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5));
        }

        byte[] asked() {
            return bytes(challenge, NAMES);
        }

        Assertion said() {
            return new Assertion(
                    bytes(credential, NAMES),
                    bytes(clientData, NAMES),
                    bytes(authenticatorData, NAMES),
                    bytes(signature, NAMES),
                    bytes(userHandle, NAMES));
        }
    }

    private static String text(Map<String, String> texts, String name, List<String> names) {
        String text = texts.getOrDefault(name, "");
        if (text.isEmpty()) {
            throw SignInFields.malformed(names);
        }
        return text;
    }

    private static byte[] bytes(String text, List<String> names) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw SignInFields.malformed(names);
        }
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
