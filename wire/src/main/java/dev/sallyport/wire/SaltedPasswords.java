package dev.sallyport.wire;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Turns one password into its SaltedPassword of RFC 5802: the only slow step of a sign-in. */
@FunctionalInterface
public interface SaltedPasswords {

    byte[] salted(byte[] salt, int iterations);

    static SaltedPasswords of(String password) {
        var prepared = SaslPrep.prepare(password);
        return (salt, iterations) -> ScramHash.salted(prepared, salt, iterations);
    }

    /** The same, remembering the last answer: an account keeps its salt until its password goes. */
    static SaltedPasswords remembering(SaltedPasswords slow) {
        return new Remembering(slow);
    }

    /** One remembered answer, swapped whole, so that threads need no lock. */
    final class Remembering implements SaltedPasswords {
        private final SaltedPasswords slow;
        private volatile @Nullable Answer last;

        private Remembering(SaltedPasswords slow) {
            this.slow = slow;
        }

        @Override
        public byte[] salted(byte[] salt, int iterations) {
            var known = last;
            if (known != null && known.fits(salt, iterations)) {
                return known.salted.clone();
            }
            var salted = slow.salted(salt, iterations);
            last = new Answer(salt.clone(), iterations, salted.clone());
            return salted;
        }

        private static final class Answer {
            private final byte[] salt;
            private final int iterations;
            private final byte[] salted;

            private Answer(byte[] salt, int iterations, byte[] salted) {
                this.salt = salt;
                this.iterations = iterations;
                this.salted = salted;
            }

            private boolean fits(byte[] otherSalt, int otherIterations) {
                return iterations == otherIterations && MessageDigest.isEqual(salt, otherSalt);
            }
        }
    }
}
