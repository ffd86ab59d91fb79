package dev.sallyport.app;

import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealKey;
import dev.sallyport.app.vault.Transit;
import dev.sallyport.app.vault.VaultKey;
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
    static MasterKey in(Path file) {
        return new MasterKey.AtHand(of(new PasswordReference.InFile(file)));
    }

    /**
     * Asks Vault nothing yet.
     *
     * @throws Refused SP6012 where it cannot be read or others may read it, SP7220 where it is none
     */
    static MasterKey of(KeyReference reference) {
        return switch (reference) {
            case KeyReference.InPlace(PasswordReference place) -> new MasterKey.AtHand(of(place));
            case KeyReference.InVault(VaultKey key) -> new MasterKey.InStore(new Transit(key));
        };
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
