package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One conversation of {@code wire-scripts.txt}, which says how it is written. */
record WireScript(String name, boolean signedIn, List<String> lines) {
    private static final String BEFORE = "before the sign-in";
    private static final Pattern FIELD =
            Pattern.compile("'([^']*)'|\"([^\"]*)\"|h([0-9a-f]+)|([si])(-?\\d+)");

    static List<WireScript> all() throws IOException {
        String text;
        try (var in = WireScript.class.getResourceAsStream("wire-scripts.txt")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
        List<WireScript> scripts = new ArrayList<>();
        for (String part : text.substring(text.indexOf("\n== ")).split("\n== ", -1)) {
            List<String> lines = part.lines().filter(line -> !line.isBlank()).toList();
            if (!lines.isEmpty()) {
                boolean before = lines.get(1).equals(BEFORE);
                scripts.add(
                        new WireScript(
                                lines.getFirst(),
                                !before,
                                lines.subList(before ? 2 : 1, lines.size())));
            }
        }
        return scripts;
    }

    /** Whether the server would say the same. */
    boolean isTheServersToo() {
        return signedIn && lines.stream().noneMatch(line -> line.contains(":SP"));
    }

    void play(RawClient client) throws IOException {
        for (String line : lines) {
            String rest = line.substring(2);
            switch (line.charAt(0)) {
                case '>' -> client.send(message(rest));
                case '<' -> expect(client, rest);
                default -> throw new IllegalArgumentException(line);
            }
        }
        if (!lines.getLast().endsWith("closed")) {
            List<RawClient.Frame> answer = client.ask("SELECT 'in step'");
            assertThat(RawClient.types(answer)).as("the next query's answer").isEqualTo("TDCZ");
            assertThat(answer.get(1).text()).endsWith("in step");
        }
    }

    private static byte[] message(String line) {
        int space = line.indexOf(' ');
        String type = space < 0 ? line : line.substring(0, space);
        ByteBuf body = Unpooled.buffer();
        Matcher field = FIELD.matcher(line.substring(type.length()));
        while (field.find()) {
            add(body, field);
        }
        ByteBuf out = Unpooled.buffer();
        if (type.charAt(0) != '-') {
            out.writeByte(type.charAt(0));
        }
        out.writeInt(
                type.length() > 1
                        ? Integer.parseInt(type.substring(2))
                        : Integer.BYTES + body.readableBytes());
        return ByteBufUtil.getBytes(out.writeBytes(body));
    }

    private static void add(ByteBuf body, Matcher field) {
        if (field.group(1) != null) {
            body.writeCharSequence(field.group(1), UTF_8);
            body.writeByte(0);
        } else if (field.group(2) != null) {
            body.writeCharSequence(field.group(2).translateEscapes(), UTF_8);
        } else if (field.group(3) != null) {
            body.writeBytes(HexFormat.of().parseHex(field.group(3)));
        } else if (field.group(4).equals("s")) {
            body.writeShort(Integer.parseInt(field.group(5)));
        } else {
            body.writeInt(Integer.parseInt(field.group(5)));
        }
    }

    private static void expect(RawClient client, String answers) throws IOException {
        for (String answer : answers.split(" ", -1)) {
            if (answer.equals("closed")) {
                assertThat(client.isClosed()).as("closed").isTrue();
            } else if (answer.startsWith("E")) {
                expectError(client.next(), answer.split(":", -1));
            } else {
                for (int i = 0; i < answer.length(); i++) {
                    assertThat(client.next().type()).as(answer).isEqualTo(answer.charAt(i));
                }
            }
        }
    }

    private static void expectError(RawClient.Frame error, String[] expected) {
        assertThat(error.type()).isEqualTo('E');
        if (expected.length > 1) {
            assertThat(error.field('C')).as(error.field('M')).isEqualTo(expected[1]);
        }
        if (expected.length > 2) {
            assertThat(error.field('M')).startsWith(expected[2] + " ");
        }
    }
}
