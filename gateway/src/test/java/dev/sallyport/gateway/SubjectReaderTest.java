package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.audit.Subjects;
import dev.sallyport.audit.Subjects.Basis;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose rows stream past is known however they are cut, in text and binary. */
final class SubjectReaderTest {
    private static final byte[] SECRET = {7};
    private static final KeyName NAME = new KeyName("ehr.hosp.patients.id");
    private static final ShownColumns SHOWN =
            ShownColumns.of(Hospital.snapshot().policy(), Map.of(), SECRET);
    private static final int NUMERIC = 1700;

    private final SubjectReader reader = new SubjectReader();

    @Test
    void namesEachSubjectOnceHoweverItsRowsAreCut() {
        RandomGenerator chance = new SplittableRandom(4711);
        for (int round = 0; round < 200; round++) {
            int key = chance.nextInt(3);
            reader.begin(result(key, KeyValue.AS_IT_STANDS), SHOWN);
            Set<Pseudonym> expected = new HashSet<>();
            for (int row = 0; row < 20; row++) {
                String id = Integer.toString(chance.nextInt(10));
                expected.add(pseudonym(id));
                pass(row(chance, key, id.getBytes(UTF_8)), chance);
            }
            Subjects subjects = reader.take(List.of("patients"));

            assertThat(subjects.named()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(subjects.basis()).isEqualTo(Basis.RETURNED);
            assertThat(reader.isDue()).isFalse();
        }
    }

    @Test
    void anUnknownSubjectIsNobody() {
        reader.begin(result(0, KeyValue.AS_IT_STANDS), SHOWN);
        ByteBuf row = Unpooled.buffer().writeShort(1).writeInt(-1);
        pass(row, new SplittableRandom(1));

        assertThat(reader.take(List.of("patients")).count()).isZero();
    }

    @Test
    void saysThatAKeyTooLongToBeOneHasNoName() {
        reader.begin(result(0, KeyValue.AS_IT_STANDS), SHOWN);
        ByteBuf row = Unpooled.buffer().writeShort(1).writeInt(300).writeZero(300);
        pass(row, new SplittableRandom(1));

        assertThat(reader.take(List.of("patients")).basis()).isEqualTo(Basis.UNNAMED);
    }

    /** A key of the one does not name the other. */
    @Test
    void namesNotEverybodyWhereATableIsThereTwice() {
        reader.begin(result(0, KeyValue.AS_IT_STANDS), SHOWN);
        pass(Unpooled.buffer().writeShort(1).writeInt(1).writeByte('4'), FIXED);

        assertThat(reader.take(List.of("patients", "patients")).basis()).isEqualTo(Basis.UNNAMED);
    }

    /** Its first bytes go out before its key has come. */
    @Test
    void saysOfALongRowFirstThatItIsSomebodysAndThenWhose() {
        reader.begin(result(1, KeyValue.AS_IT_STANDS), SHOWN);
        ByteBuf row = Unpooled.buffer().writeShort(2).writeInt(100).writeZero(100);
        reader.row();
        reader.read(row, 0, row.writerIndex());
        Subjects first = reader.take(List.of("patients"));
        ByteBuf rest = Unpooled.buffer().writeInt(1).writeByte('4');
        reader.read(rest, 0, rest.writerIndex());

        assertThat(first.basis()).isEqualTo(Basis.UNNAMED);
        assertThat(reader.isDue()).isTrue();
        assertThat(reader.take(List.of("patients")).named()).containsExactly(pseudonym("4"));
    }

    @Test
    void isFullWhenOneEventCanHoldNoMore() {
        reader.begin(result(0, KeyValue.AS_IT_STANDS), SHOWN);
        int rows = 0;
        while (!reader.isFull()) {
            byte[] id = Integer.toString(rows++).getBytes(UTF_8);
            pass(Unpooled.buffer().writeShort(1).writeInt(id.length).writeBytes(id), FIXED);
        }

        assertThat(rows).isEqualTo(Subjects.MOST);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 0, 42, 3432",
        "20, 1, 42, 000000000000002a",
        "20, 1, -9223372036854775808, 8000000000000000",
        "21, 1, -2, fffe",
        "23, 1, 1000000, 000f4240",
        "1043, 1, MRN7, 4d524e37",
        "1042, 0, MRN7, 4d524e372020",
        "1042, 1, MRN7, 4d524e372020",
        "2950, 1, 00112233-4455-6677-8899-aabbccddeeff, 00112233445566778899aabbccddeeff"
    })
    void readsAKeyAsPostgresWritesItInText(int type, int format, String text, String bytes) {
        byte[] value = new byte[256];
        byte[] given = HexFormat.of().parseHex(bytes);
        System.arraycopy(given, 0, value, 0, given.length);
        int length = KeyValue.of(type, format).orElseThrow().text(value, given.length);

        assertThat(new String(value, 0, length, UTF_8)).isEqualTo(text);
    }

    @Test
    void readsNoKeyOfATypeItDoesNotKnowInBinary() {
        assertThat(KeyValue.of(NUMERIC, 1)).isEmpty();
        assertThat(KeyValue.of(NUMERIC, 0)).isPresent();
    }

    private static final RandomGenerator FIXED = new SplittableRandom(1);

    private void pass(ByteBuf row, RandomGenerator chance) {
        reader.row();
        int at = 0;
        while (at < row.writerIndex()) {
            int to = Math.min(row.writerIndex(), at + 1 + chance.nextInt(9));
            if (reader.isReading()) {
                reader.read(row, at, to);
            }
            at = to;
        }
    }

    /** Three columns, of which others may be null or long. */
    private static ByteBuf row(RandomGenerator chance, int key, byte[] id) {
        List<byte[]> values = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
            values.add(column == key ? id : new byte[chance.nextInt(300)]);
        }
        ByteBuf row = Unpooled.buffer().writeShort(3);
        for (int column = 0; column < 3; column++) {
            if (column != key && chance.nextInt(4) == 0) {
                row.writeInt(-1);
            } else {
                row.writeInt(values.get(column).length).writeBytes(values.get(column));
            }
        }
        return row;
    }

    private static ResultColumns result(int key, KeyValue value) {
        return ResultColumns.of(
                List.of(new ResultColumns.Key(key, NAME, value)),
                List.of("ops.key"),
                Basis.RETURNED);
    }

    private static Pseudonym pseudonym(String id) {
        return new Pseudonyms(SECRET).of("ehr.hosp.patients.id", id.getBytes(UTF_8));
    }
}
