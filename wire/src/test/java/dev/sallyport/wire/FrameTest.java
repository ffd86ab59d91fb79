package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FrameTest {

    @ParameterizedTest
    @EnumSource
    void acceptsTheLongestLengthOfATypeAndNoMore(FrontendType type) {
        var code = (char) type.code();
        assertThat(FrontendFrame.at(Bytes.header(code, type.limit()), 0))
                .isEqualTo(new FrontendFrame.Header(type, type.limit() + 1));
        assertThat(FrontendFrame.at(Bytes.header(code, type.limit() + 1), 0))
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed ->
                                assertThat(malformed.reason())
                                        .contains(type.name(), "more than " + type.limit()));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheLongestLengthOfATypeAndNoMore(BackendType type) {
        var code = (char) type.code();
        assertThat(BackendFrame.at(Bytes.header(code, type.limit()), 0))
                .isEqualTo(new BackendFrame.Header(type, type.limit() + 1));
        assertThat(BackendFrame.at(Bytes.header(code, type.limit() + 1), 0))
                .isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"3", "0", "-1", "-2147483648", "2147483647"})
    void refusesALengthThatIsNone(int length) {
        assertThat(FrontendFrame.at(Bytes.header('Q', length), 0)).isInstanceOf(Malformed.class);
        assertThat(BackendFrame.at(Bytes.header('D', length), 0)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAnUnknownType() {
        assertThat(FrontendFrame.at(Bytes.header('\u00FF', 4), 0))
                .isEqualTo(new Malformed("message type 255 is unknown"));
        assertThat(BackendFrame.at(Bytes.header('\0', 4), 0)).isInstanceOf(Malformed.class);
    }

    @Test
    void tellsOfABigFrameBeforeItsBodyArrives() {
        var header = new FrontendFrame.Header(FrontendType.COPY_DATA, 500_000_001);
        assertThat(FrontendFrame.at(Bytes.header('d', 500_000_000), 0)).isEqualTo(header);
        assertThat(header.wholeIn(Bytes.header('d', 500_000_000), 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT 5, 5",
        "INSERT 0 3, 3",
        "COPY 7, 7",
        "FETCH 0, 0",
        "MERGE 2, 2",
        "SELECT 999999999999999999, 999999999999999999"
    })
    void countsTheRowsOfACommand(String tag, long rows) {
        assertThat(new BackendMessage.CommandComplete(tag).rows()).hasValue(rows);
    }

    @ParameterizedTest
    @CsvSource({"CREATE TABLE", "BEGIN", "SELECT", "COPY x", "SELECT 9999999999999999999", "''"})
    void countsNoRowsWhereACommandSaysNone(String tag) {
        assertThat(new BackendMessage.CommandComplete(tag).rows()).isEmpty();
    }

    @Test
    void readsTheNamesOfABindWhoseValuesAreStillOnTheirWay() {
        var bind = new FrontendMessage.Bind("p", "s1", Unpooled.buffer().writeZero(1 << 20));
        ByteBuf whole = Bytes.of(bind);
        var header = (FrontendFrame.Header) FrontendFrame.at(whole, 0);
        for (int arrived = 0; arrived < 10; arrived++) {
            assertThat(BindNames.at(whole.slice(0, arrived), 0, header))
                    .isEqualTo(new Incomplete());
        }
        assertThat(BindNames.at(whole.slice(0, 10), 0, header))
                .isEqualTo(new BindNames.Read("p", "s1", 10));
        assertThat(BindNames.at(whole, 0, header)).isEqualTo(new BindNames.Read("p", "s1", 10));
    }

    /** PostgreSQL looks at 63 bytes; where it cuts other letters depends on its encoding. */
    @Test
    void cutsALongNameAsTheServerDoesOrRefusesIt() {
        String name = "n".repeat(63);
        for (String end : new String[] {"", "a", "b".repeat(1000)}) {
            ByteBuf close = Bytes.of(new FrontendMessage.Close(Target.PORTAL, name + end));
            var header = (FrontendFrame.Header) FrontendFrame.at(close, 0);
            assertThat(FrontendMessage.read(close, 0, header))
                    .isEqualTo(new FrontendMessage.Close(Target.PORTAL, name));
        }
        for (String refused : new String[] {name + "é", "é".repeat(32)}) {
            ByteBuf close = Bytes.of(new FrontendMessage.Close(Target.PORTAL, refused));
            var header = (FrontendFrame.Header) FrontendFrame.at(close, 0);
            assertThat(FrontendMessage.read(close, 0, header))
                    .isEqualTo(
                            new Malformed(
                                    "CLOSE has a name of more than 63 bytes that are not all"
                                            + " ASCII"));
        }
    }

    @Test
    void refusesABindWhoseNamesNeverEnd() {
        var body = Unpooled.buffer();
        for (int i = 0; i < FrameLimit.SMALL; i++) {
            body.writeByte('x');
        }
        var endless = Bytes.frame('B', body.writeZero(100));
        var header = (FrontendFrame.Header) FrontendFrame.at(endless, 0);
        assertThat(BindNames.at(endless, 0, header)).isInstanceOf(Malformed.class);
        var whole = Bytes.frame('B', Bytes.text("xx"));
        header = (FrontendFrame.Header) FrontendFrame.at(whole, 0);
        assertThat(BindNames.at(whole, 0, header)).isInstanceOf(Malformed.class);
    }

    @Test
    void keepsTheOrderAndTheUnknownFieldsOfARewrittenError() {
        var fields =
                new MessageFields(
                        List.of(
                                new MessageFields.Field('S', "FEHLER"),
                                new MessageFields.Field('C', "42P01"),
                                new MessageFields.Field('M', "relation does not exist"),
                                new MessageFields.Field('P', "15"),
                                new MessageFields.Field('?', "new")));
        assertThat(fields.with('C', "42501").with('M', "refused").withHint("ask").without('P'))
                .isEqualTo(
                        new MessageFields(
                                List.of(
                                        new MessageFields.Field('S', "FEHLER"),
                                        new MessageFields.Field('C', "42501"),
                                        new MessageFields.Field('M', "refused"),
                                        new MessageFields.Field('?', "new"),
                                        new MessageFields.Field('H', "ask"))));
    }

    @Test
    void writesAnErrorWhoseTextHoldsAZero() {
        var fields = MessageFields.of(Severity.FATAL, "08P01", "a\0b");
        assertThat(fields.message()).isEqualTo("a\uFFFDb");
    }
}
