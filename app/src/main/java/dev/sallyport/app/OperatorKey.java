package dev.sallyport.app;

import dev.sallyport.app.seal.SealKey;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.file.Path;

/** A key to seal with, which an operator keeps apart from what is sealed. */
final class OperatorKey {
    private OperatorKey() {}

    /**
     * @throws Refused SP6012 where it cannot be read or others may read it, SP7220 where it is none
     */
    static SealKey in(Path file) {
        return of(new PasswordReference.InFile(file));
    }

    /**
     * @throws Refused SP6012 where it cannot be read or others may read it, SP7220 where it is none
     */
    static SealKey of(PasswordReference place) {
        return SealKey.parse(place.read())
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP7220,
                                        "`" + named(place) + "` holds no key to seal with",
                                        "write one by `openssl rand -base64 32`")));
    }

    private static String named(PasswordReference place) {
        return switch (place) {
            case PasswordReference.InFile(Path file) -> file.toString();
            case PasswordReference.InCredential(Path file) -> file.toString();
            case PasswordReference.InVariable(String name, _) -> name;
        };
    }
}
