package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that go with the record for ever: with another one nobody is found there who was
 * named before, and no account is opened. What each is known by tells nothing of it.
 */
final class LastingKeys {
    private static final List<String> NAMES =
            List.of(Passwords.ACCOUNTS, Passwords.MOCK_SALTS, Deployment.SUBJECTS);

    /** What accounts and subjects are made of has a zero character, so this is none of these. */
    private static final String ASKED = "which key is this\n";

    private static final int CHECK_BYTES = 16;

    /** Whether anything was ever written by them. */
    enum Past {
        NONE,
        SOME
    }

    private LastingKeys() {}

    /**
     * What each is known by; made where there is no past.
     *
     * @param known what they were known by before
     * @throws Refused SP7239 where one is missing, or another
     */
    static SortedMap<String, String> require(Keys keys, Map<String, String> known, Past past)
            throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        for (String name : NAMES) {
            Path file = keys.file(name);
            if (!Files.exists(file) && (past == Past.SOME || known.containsKey(name))) {
                throw refused("`" + file + "` is missing, and this deployment has worked with it");
            }
            String check = check(name, keys.key(name));
            if (!known.getOrDefault(name, check).equals(check)) {
                throw refused("`" + file + "` is another key than this deployment has worked with");
            }
            found.put(name, check);
        }
        return Collections.unmodifiableSortedMap(found);
    }

    private static String check(String name, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] whole = mac.doFinal((ASKED + name).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, CHECK_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static Refused refused(String what) {
        return new Refused(Problem.of(ProblemCode.SP7239, what, "put it back from the backup"));
    }
}
