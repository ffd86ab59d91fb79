package dev.sallyport.app;

import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Records of gateways elsewhere, and copies, that nobody else here looks after. */
final class GivenRecords {
    private static final String KEY = "vkey";

    private GivenRecords() {}

    /**
     * Each verified from its first byte to its last, by the key inside; one of a key is one record.
     *
     * @param own the deployment's, which is not read
     * @throws Refused where one is no whole record, or is given twice
     */
    static List<Path> verified(Path own, List<Path> given) {
        if (given.isEmpty()) {
            return given;
        }
        Set<String> keys = new HashSet<>(Set.of(key(own)));
        for (Path folder : given) {
            switch (LogVerifier.verify(folder)) {
                case Verification.Intact intact when keys.add(intact.vkey()) -> {}
                case Verification.Intact intact ->
                        throw refused(
                                ProblemCode.SP6007,
                                "`%s` is a record that is read already, the one of %s"
                                        .formatted(folder, intact.vkey()),
                                "name each record once, and our own not at all");
                case Verification.Broken broken ->
                        throw refused(
                                ProblemCode.SP5002,
                                "event %d of `%s` is wrong: %s"
                                        .formatted(broken.event(), folder, broken.what()),
                                "ask without it, and keep the folder as it is");
                case Verification.Incomplete incomplete ->
                        throw refused(
                                ProblemCode.SP5003,
                                incomplete.what(),
                                "give a folder that a gateway writes its record to, or a copy");
            }
        }
        return given;
    }

    private static String key(Path record) {
        try {
            return Files.readString(record.resolve(KEY)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
