package dev.sallyport.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an error or notice, in their order, unknown ones included.
 *
 * @param fields at most one of a letter is meant, but what came is kept
 */
public record MessageFields(List<Field> fields) {
    public static final char SEVERITY = 'S';
    public static final char SEVERITY_NOT_LOCALIZED = 'V';
    public static final char SQLSTATE = 'C';
    public static final char MESSAGE = 'M';
    public static final char DETAIL = 'D';
    public static final char HINT = 'H';
    public static final char POSITION = 'P';
    public static final char WHERE = 'W';

    public MessageFields {
        fields = List.copyOf(fields);
    }

    /** One field. A zero cannot be sent, and an error must never fail to be. */
    public record Field(char letter, String value) {
        public Field {
            value = value.replace('\0', '\uFFFD');
        }
    }

    public static MessageFields of(Severity severity, String sqlState, String message) {
        return new MessageFields(
                List.of(
                        new Field(SEVERITY, severity.name()),
                        new Field(SEVERITY_NOT_LOCALIZED, severity.name()),
                        new Field(SQLSTATE, sqlState),
                        new Field(MESSAGE, message)));
    }

    public Optional<String> value(char letter) {
        return fields.stream()
                .filter(field -> field.letter() == letter)
                .map(Field::value)
                .findFirst();
    }

    public String sqlState() {
        return value(SQLSTATE).orElse("");
    }

    public String message() {
        return value(MESSAGE).orElse("");
    }

    /** The same with this value at the place of the old one, or at the end. */
    public MessageFields with(char letter, String value) {
        var replacement = new Field(letter, value);
        if (value(letter).isEmpty()) {
            var longer = new ArrayList<>(fields);
            longer.add(replacement);
            return new MessageFields(longer);
        }
        return new MessageFields(
                fields.stream()
                        .map(field -> field.letter() == letter ? replacement : field)
                        .toList());
    }

    public MessageFields without(char letter) {
        return new MessageFields(
                fields.stream().filter(field -> field.letter() != letter).toList());
    }

    public MessageFields withDetail(String detail) {
        return with(DETAIL, detail);
    }

    public MessageFields withHint(String hint) {
        return with(HINT, hint);
    }

    static MessageFields read(Body body) {
        var fields = new ArrayList<Field>();
        for (var letter = body.octet(); letter != 0; letter = body.octet()) {
            fields.add(new Field((char) Byte.toUnsignedInt(letter), body.lenientText()));
        }
        return new MessageFields(fields);
    }

    void write(FrameWriter frame) {
        fields.forEach(field -> frame.octet(field.letter()).text(field.value()));
        frame.octet(0).end();
    }
}
