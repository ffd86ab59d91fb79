package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.signin.SignInEvent.NotSignedIn;
import dev.sallyport.control.signin.SignInEvent.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What proves who somebody is, and what does not. */
final class ProvingTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Source HOME = new Source("192.0.2.7");

    private static Fixture fixture;

    @BeforeAll
    static void open() {
        fixture = new Fixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void begin() {
        fixture.reset();
        fixture.accounts.put("nora", PASSWORD, Fixture.START);
    }

    @Test
    void isOneHashForAnUnknownLoginAWrongPasswordAndARightOne() {
        byte[] secret = fixture.enrolled("nora");

        assertThat(hashes(attempt("nobody", PASSWORD, "123456"))).isEqualTo(1);
        assertThat(hashes(attempt("nora", "wrong", "123456"))).isEqualTo(1);
        assertThat(hashes(attempt("nora", PASSWORD, "000000"))).isEqualTo(1);
        assertThat(hashes(attempt("nora", PASSWORD, fixture.code(secret)))).isEqualTo(1);
    }

    @Test
    void isTheSameAnswerWhateverWasWrongAndTheRecordKnowsWhich() {
        byte[] secret = fixture.enrolled("nora");
        fixture.accounts.put("newcomer", PASSWORD, Fixture.START);

        for (Attempt wrong :
                List.of(
                        attempt("my password typed as a login", PASSWORD, ""),
                        attempt("nora", "wrong", fixture.code(secret)),
                        attempt("nora", PASSWORD, "000000"),
                        attempt("nora", PASSWORD, ""),
                        attempt("newcomer", PASSWORD, ""))) {
            assertThat(enter(wrong)).isEqualTo(new Proving.NotProved<Factor>());
        }

        assertThat(fixture.events)
                .containsExactly(
                        new NotSignedIn(Optional.empty(), HOME.network(), Reason.UNKNOWN_LOGIN),
                        refused("nora", Reason.WRONG_PASSWORD),
                        refused("nora", Reason.WRONG_CODE),
                        refused("nora", Reason.WRONG_CODE),
                        refused("newcomer", Reason.NOT_ENROLLED));
    }

    @Test
    void aWrongPasswordUsesUpNoCode() {
        byte[] secret = fixture.enrolled("nora");
        String code = fixture.code(secret);

        enter(attempt("nora", "wrong", code));

        assertThat(enter(attempt("nora", PASSWORD, code)))
                .isEqualTo(new Proving.Proved<>(Factor.CODE));
    }

    @Test
    void refusesACodeThatWasUsedAndAnyBeforeIt() {
        byte[] secret = fixture.enrolled("nora");
        long step = Totp.step(fixture.clock.instant());
        String code = Totp.code(secret, step);

        assertThat(enter(attempt("nora", PASSWORD, code)))
                .isEqualTo(new Proving.Proved<>(Factor.CODE));
        assertThat(enter(attempt("nora", PASSWORD, code)))
                .isEqualTo(new Proving.NotProved<Factor>());
        assertThat(enter(attempt("nora", PASSWORD, Totp.code(secret, step - 1))))
                .isEqualTo(new Proving.NotProved<Factor>());
        assertThat(enter(attempt("nora", PASSWORD, Totp.code(secret, step + 1))))
                .isEqualTo(new Proving.Proved<>(Factor.CODE));
    }

    @Test
    void givesOneCodeToOneOfManyWhoComeAtOnce() throws Exception {
        String code = fixture.code(fixture.enrolled("nora"));

        long taken =
                atOnce(16, () -> fixture.factors.spend("nora", code, fixture.clock.instant()))
                        .stream()
                        .flatMap(Optional::stream)
                        .count();

        assertThat(taken).isEqualTo(1);
    }

    @Test
    void givesOneRecoveryCodeToOneOfManyWhoComeAtOnce() throws Exception {
        String secret = fixture.factors.begin("nora", Fixture.START);
        List<String> codes =
                fixture.factors
                        .confirm("nora", fixture.code(Fixture.bytes(secret)), Fixture.START)
                        .orElseThrow();

        long taken =
                atOnce(16, () -> fixture.factors.spend("nora", codes.getFirst(), Fixture.START))
                        .stream()
                        .flatMap(Optional::stream)
                        .count();

        assertThat(taken).isEqualTo(1);
        assertThat(codes).doesNotHaveDuplicates().hasSize(SecondFactors.RECOVERY_CODES);
        assertThat(
                        fixture.factors.spend(
                                "nora", codes.get(1).toLowerCase(Locale.ROOT), Fixture.START))
                .hasValue(Factor.RECOVERY);
    }

    @Test
    void keepsTheSecretSealedForItsOwner() {
        fixture.enrolled("nora");
        fixture.accounts.put("eve", PASSWORD, Fixture.START);
        fixture.database
                .sql(
                        "INSERT INTO control.sign_in_factor SELECT 'eve', key, sealed, 0,"
                                + " confirmed_at FROM control.sign_in_factor")
                .update();

        assertThatThrownBy(() -> fixture.factors.spend("eve", "123456", Fixture.START))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void letsNobodySetUpAnAppWithAPasswordAlone() {
        assertThat(fixture.proving.enrol(attempt("nora", PASSWORD, "")))
                .isEqualTo(new Proving.NotProved<Factor>());

        String invitation = fixture.factors.invite("nora", fixture.clock.instant());

        assertThat(fixture.proving.enrol(attempt("nora", PASSWORD, invitation)))
                .isEqualTo(new Proving.Proved<>(Factor.INVITATION));
        assertThat(fixture.proving.enrol(attempt("nora", PASSWORD, invitation)))
                .isEqualTo(new Proving.NotProved<Factor>());
    }

    @Test
    void anInvitationEndsAndOpensNoDatabase() {
        String invitation = fixture.factors.invite("nora", fixture.clock.instant());

        assertThat(enter(attempt("nora", PASSWORD, invitation)))
                .isEqualTo(new Proving.NotProved<Factor>());

        fixture.clock.advance(SecondFactors.INVITATION);

        assertThat(fixture.proving.enrol(attempt("nora", PASSWORD, invitation)))
                .isEqualTo(new Proving.NotProved<Factor>());
    }

    @Test
    void theOldAppIsTheOneUntilTheNewOneIsConfirmed() {
        byte[] old = fixture.enrolled("nora");
        String begun = fixture.factors.begin("nora", fixture.clock.instant());

        assertThat(enter(attempt("nora", PASSWORD, fixture.code(old))))
                .isEqualTo(new Proving.Proved<>(Factor.CODE));

        fixture.clock.advance(SecondFactors.ENROLMENT);

        assertThat(
                        fixture.factors.confirm(
                                "nora",
                                fixture.code(Fixture.bytes(begun)),
                                fixture.clock.instant()))
                .isEmpty();
    }

    @Test
    void theCodeThatConfirmedAnAppIsUsedUp() {
        String secret = fixture.factors.begin("nora", Fixture.START);
        String code = fixture.code(Fixture.bytes(secret));
        fixture.factors.confirm("nora", code, Fixture.START);

        assertThat(enter(attempt("nora", PASSWORD, code)))
                .isEqualTo(new Proving.NotProved<Factor>());
    }

    @Test
    void asksForNoCodeWhereNoneIsDemandedOrSetUp() {
        fixture.demand(login -> false);

        assertThat(enter(attempt("nora", PASSWORD, "")))
                .isEqualTo(new Proving.Proved<>(Factor.NONE));

        fixture.enrolled("nora");

        assertThat(enter(attempt("nora", PASSWORD, ""))).isEqualTo(new Proving.NotProved<Factor>());
    }

    @Test
    void refusesWhoeverComesWhenTheQueueIsFull() throws Exception {
        Lanes lanes = new Lanes();

        List<Optional<Integer>> done =
                atOnce(
                        64,
                        () ->
                                lanes.take(
                                        Familiarity.NEW_HERE,
                                        () ->
                                                fixture.database
                                                        .sql("SELECT 1 FROM pg_sleep(0.02)")
                                                        .query(Integer.class)
                                                        .single()));

        assertThat(done.stream().flatMap(Optional::stream).count())
                .isBetween(1L + Lanes.WAITING, 63L);
        assertThat(lanes.take(Familiarity.KNOWN_HERE, () -> 1)).hasValue(1);
    }

    private Proving.Outcome<Factor> enter(Attempt attempt) {
        Proving.Outcome<Factor> outcome = fixture.proving.enter(attempt);
        fixture.clock.advance(Duration.ofSeconds(1));
        return outcome;
    }

    private int hashes(Attempt attempt) {
        int before = fixture.hash.compared.get();
        fixture.proving.enter(attempt);
        return fixture.hash.compared.get() - before;
    }

    private static NotSignedIn refused(String login, Reason reason) {
        return new NotSignedIn(Optional.of(login), HOME.network(), reason);
    }

    private static Attempt attempt(String login, String password, String code) {
        return new Attempt(login, password, code, HOME);
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all =
                    threads.invokeAll(IntStream.range(0, times).mapToObj(_ -> work).toList());
            return all.stream().map(Future::resultNow).toList();
        }
    }
}
