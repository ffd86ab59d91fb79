package dev.sallyport.app.seal;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * How a sealed file begins: what it is, the version, the id of the key, a prefix of nonces; in
 * version 2, of a key in a store, its name and what the store made of the data key; then the file's
 * own key, sealed beside all that precedes it.
 */
final class SealedHead {
    /** Under a key at hand. */
    static final int VERSION = 1;

    /** Under a data key that a store wrapped. */
    static final int WRAPPED_VERSION = 2;

    static final int SEALED_KEY_BYTES = SealKey.NONCE_BYTES + SealKey.BYTES + SealKey.TAG_BYTES;

    /** Of version 1, without the file's own key. */
    static final int BESIDE_BYTES =
            SealedForm.MAGIC.length + Integer.BYTES + SealKey.ID_BYTES + SealedForm.PREFIX_BYTES;

    /** What a store is asked to bind a data key to. */
    private static final String PURPOSE = "sallyport backup";

    private final SecretKey key;
    private final byte[] prefix;
    private final long content;

    private SealedHead(SecretKey key, byte[] prefix, long content) {
        this.key = key;
        this.prefix = prefix;
        this.content = content;
    }

    /** For one chunk of the file, under its own key. */
    Cipher cipher(int mode, int number, int last) throws GeneralSecurityException {
        return SealedForm.cipher(mode, key, prefix, number, last);
    }

    /** How many bytes follow, without the mark at the end. */
    long content() {
        return content;
    }

    /** Writes one with a new key for the file. */
    static SealedHead write(OutputStream out, MasterKey master, SecureRandom random)
            throws IOException {
        byte[] own = SealedForm.random(random, SealKey.BYTES);
        byte[] prefix = SealedForm.random(random, SealedForm.PREFIX_BYTES);
        ByteArrayOutputStream beside = new ByteArrayOutputStream();
        SealKey sealing =
                switch (master) {
                    case MasterKey.AtHand(SealKey key) -> {
                        beside.writeBytes(start(VERSION, key, prefix));
                        yield key;
                    }
                    case MasterKey.InStore(KeyWrap store) -> {
                        DataKey made = DataKey.fresh(store, PURPOSE, random).proven(store, PURPOSE);
                        beside.writeBytes(start(WRAPPED_VERSION, made.key(), prefix));
                        beside.writeBytes(wrapped(made));
                        yield made.key();
                    }
                };
        beside.writeTo(out);
        out.write(sealing.seal(own, beside.toByteArray(), random));
        return new SealedHead(SealedForm.key(own), prefix, 0);
    }

    private static byte[] start(int version, SealKey key, byte[] prefix) {
        return ByteBuffer.allocate(BESIDE_BYTES)
                .put(SealedForm.MAGIC)
                .putInt(version)
                .put(key.idBytes())
                .put(prefix)
                .array();
    }

    private static byte[] wrapped(DataKey made) {
        byte[] words = (made.name() + " " + made.wrapped()).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Short.BYTES + words.length)
                .putShort((short) words.length)
                .put(words)
                .array();
    }

    /**
     * @throws Refused SP7221 for another key, SP7222 for another file, SP7223 for one cut short or
     *     added to, SP7224 for one that was changed, SP7225 for one of a newer version, SP7237
     *     where the store's key does not open it
     */
    static SealedHead read(Path file, InputStream in, MasterKey master) throws IOException {
        byte[] start = in.readNBytes(BESIDE_BYTES);
        byte[] magic = Arrays.copyOf(start, SealedForm.MAGIC.length);
        if (start.length < BESIDE_BYTES || !Arrays.equals(magic, SealedForm.MAGIC)) {
            throw foreign(file);
        }
        ByteBuffer fields = ByteBuffer.wrap(start).position(magic.length);
        int version = fields.getInt();
        byte[] id = new byte[SealKey.ID_BYTES];
        byte[] prefix = new byte[SealedForm.PREFIX_BYTES];
        fields.get(id).get(prefix);
        return switch (version) {
            case VERSION -> {
                SealKey sealing = atHand(file, master, id);
                yield opened(file, in, sealing, start, prefix);
            }
            case WRAPPED_VERSION -> {
                byte[] words = words(file, in);
                SealKey sealing = unwrapped(file, master, words);
                byte[] beside =
                        ByteBuffer.allocate(start.length + Short.BYTES + words.length)
                                .put(start)
                                .putShort((short) words.length)
                                .put(words)
                                .array();
                yield opened(file, in, sealing, beside, prefix);
            }
            default ->
                    throw refused(
                            ProblemCode.SP7225,
                            "`%s` is of a newer Sallyport (form %d)"
                                    .formatted(file, Integer.toUnsignedLong(version)),
                            "take the version that wrote it, or a newer one");
        };
    }

    private static SealKey atHand(Path file, MasterKey master, byte[] id) {
        String wanted = HexFormat.of().formatHex(id);
        if (master instanceof MasterKey.AtHand(SealKey key) && key.id().equals(wanted)) {
            return key;
        }
        throw refused(
                ProblemCode.SP7221,
                "`%s` was sealed under another key than %s".formatted(file, master.label()),
                "give the key with the id `%s`".formatted(wanted));
    }

    private static byte[] words(Path file, InputStream in) throws IOException {
        byte[] length = in.readNBytes(Short.BYTES);
        if (length.length < Short.BYTES) {
            throw cut(file);
        }
        byte[] words = in.readNBytes(Short.toUnsignedInt(ByteBuffer.wrap(length).getShort()));
        requireEnd(file, 0);
        return words;
    }

    private static SealKey unwrapped(Path file, MasterKey master, byte[] bytes) {
        String words = new String(bytes, StandardCharsets.US_ASCII);
        int space = words.indexOf(' ');
        if (space < 0 || !words.chars().allMatch(letter -> letter >= ' ' && letter <= '~')) {
            throw changed(file);
        }
        String name = words.substring(0, space);
        return switch (master) {
            case MasterKey.AtHand(SealKey key) ->
                    throw refused(
                            ProblemCode.SP7221,
                            "`%s` was sealed by `%s` of Vault, and not under key %s"
                                    .formatted(file, name, key.id()),
                            "name a configuration with `backup: {key: {vault: …}}` by `-c`");
            case MasterKey.InStore(KeyWrap store) ->
                    DataKey.of(store, words.substring(space + 1), PURPOSE)
                            .map(DataKey::key)
                            .orElseThrow(() -> DataKey.unopened("`" + file + "`", name, store));
        };
    }

    private static SealedHead opened(
            Path file, InputStream in, SealKey sealing, byte[] beside, byte[] prefix)
            throws IOException {
        byte[] own = in.readNBytes(SEALED_KEY_BYTES);
        int head = beside.length + SEALED_KEY_BYTES;
        requireEnd(file, head);
        byte[] secret = sealing.open(own, beside).orElseThrow(() -> changed(file));
        long content = Files.size(file) - head - SealedForm.END.length;
        return new SealedHead(SealedForm.key(secret), prefix, content);
    }

    private static void requireEnd(Path file, int head) throws IOException {
        byte[] end = new byte[SealedForm.END.length];
        if (Files.size(file) - head - end.length < SealKey.TAG_BYTES) {
            throw cut(file);
        }
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "r")) {
            whole.seek(whole.length() - end.length);
            whole.readFully(end);
        }
        if (!Arrays.equals(end, SealedForm.END)) {
            throw cut(file);
        }
    }

    static Refused foreign(Path file) {
        return refused(
                ProblemCode.SP7222,
                "`" + file + "` is no backup of Sallyport",
                "name a file that `sallyport backup` wrote");
    }

    static Refused cut(Path file) {
        return refused(
                ProblemCode.SP7223,
                "`" + file + "` does not end as a whole backup ends",
                "it was cut short or added to: take another copy or another backup");
    }

    static Refused changed(Path file) {
        return refused(
                ProblemCode.SP7224,
                "`" + file + "` is not as it was written",
                "keep it as evidence, and take another copy or another backup");
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
