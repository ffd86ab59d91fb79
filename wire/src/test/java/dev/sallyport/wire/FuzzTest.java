package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nothing that arrives makes a reader throw, or move an index of the buffer. */
final class FuzzTest {
    /** Enough to reach every branch many times, short enough for each build. */
    private static final int ROUNDS = 20_000;

    private final Random random = new Random(20261121);

    @Test
    void survivesRandomBytes() {
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            readAsEverything(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Test
    void survivesFramesOfRandomBodies() {
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256));
            }
            var types = FrontendType.values();
            var type = (char) types[random.nextInt(types.length)].code();
            readAsEverything(Bytes.frame(type, Unpooled.wrappedBuffer(bytes)));
            var others = BackendType.values();
            type = (char) others[random.nextInt(others.length)].code();
            readAsEverything(Bytes.frame(type, Unpooled.wrappedBuffer(bytes)));
        }
    }

    @Test
    void survivesMutatedMessages() {
        var messages = new ArrayList<Object>(Messages.frontend());
        messages.addAll(Messages.backend());
        messages.addAll(Messages.startup());
        for (int round = 0; round < ROUNDS; round++) {
            var message = (Outgoing) messages.get(random.nextInt(messages.size()));
            var bytes = Bytes.of(message);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes.setByte(random.nextInt(bytes.readableBytes()), random.nextInt(256));
            }
            readAsEverything(bytes.slice(0, random.nextInt(bytes.readableBytes() + 1)));
        }
    }

    @Test
    void survivesMutatedScramMessages() {
        var verifier = ScramVerifier.create("pencil", new byte[16], 4096);
        SaltedPasswords fixed = (salt, iterations) -> new byte[ScramHash.LENGTH];
        var offered = List.of("SCRAM-SHA-256");
        for (int round = 0; round < ROUNDS / 10; round++) {
            var client = ScramClient.start(offered, Optional.empty(), fixed, random).orElseThrow();
            var server =
                    ScramServer.start(
                            client.mechanism(), List.of(verifier), Optional.empty(), random);
            server.receive(mutated(client.first()));
            var other =
                    ScramServer.start(
                            client.mechanism(), List.of(verifier), Optional.empty(), random);
            var first = (ScramServer.Step.Continue) other.receive(client.first());
            var answer = client.receive(mutated(first.message()));
            assertThat(client.receive(mutated("v=abcd")))
                    .isNotEqualTo(new ScramClient.Step.Authenticated());
            if (answer instanceof ScramClient.Step.Continue(var last)) {
                assertThat(other.receive(mutated(last)))
                        .isInstanceOf(ScramServer.Step.Refused.class);
            }
        }
    }

    private String mutated(String message) {
        var text = new StringBuilder(message);
        for (int change = random.nextInt(3); change >= 0; change--) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(0x300));
                case 1 -> text.insert(at, ',');
                default -> text.append(",x=").append("y".repeat(random.nextInt(2000)));
            }
        }
        return text.toString();
    }

    private void readAsEverything(ByteBuf bytes) {
        var readable = bytes.readableBytes();
        if (FrontendFrame.at(bytes, 0) instanceof FrontendFrame.Header header) {
            FrontendMessage.read(bytes, 0, header);
            BindNames.at(bytes, 0, header);
            AuthenticationResponse.readPassword(bytes, 0, header);
            AuthenticationResponse.readSASLInitial(bytes, 0, header);
            AuthenticationResponse.readSASL(bytes, 0, header);
        }
        if (BackendFrame.at(bytes, 0) instanceof BackendFrame.Header header) {
            BackendMessage.read(bytes, 0, header);
        }
        assertThat(bytes.readableBytes()).isEqualTo(readable);
        StartupPacket.read(bytes);
    }
}
