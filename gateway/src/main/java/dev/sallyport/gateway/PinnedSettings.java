package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The session settings that must stay: who speaks, and how text is cut into statements. */
final class PinnedSettings {
    /** Client encodings in which a byte of a character can look like a quote or a backslash. */
    private static final Set<String> AMBIGUOUS =
            Set.of("SJIS", "SHIFT_JIS_2004", "BIG5", "GBK", "UHC", "GB18030", "JOHAB");

    private PinnedSettings() {}

    /** What is wrong with a setting as the database reports it, if anything. */
    static Optional<Problem> violation(ParameterStatus status, String login) {
        boolean kept =
                switch (status.name()) {
                    case "standard_conforming_strings" -> status.value().equals("on");
                    case "client_encoding" ->
                            !AMBIGUOUS.contains(status.value().toUpperCase(Locale.ROOT));
                    case "session_authorization" -> status.value().equals(login);
                    case "is_superuser" -> status.value().equals("off");
                    default -> true;
                };
        return kept
                ? Optional.empty()
                : Optional.of(
                        Problem.of(
                                ProblemCode.SP4009,
                                "`" + status.name() + "` may not be changed in a session",
                                "connect again and leave it as it is"));
    }
}
