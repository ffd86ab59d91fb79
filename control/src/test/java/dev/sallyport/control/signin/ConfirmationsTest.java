package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that wait for their person, at the page where they are confirmed. */
final class ConfirmationsTest {
    private static final Duration LASTS = Duration.ofMinutes(2);

    private static ConfirmSite site;
    private static byte[] nora;
    private static byte[] omar;

    private final List<Answer> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        site = new ConfirmSite();
        nora = site.join("nora");
        omar = site.join("omar");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void begin() {
        site.begin();
    }

    private Confirmations.Waiting ask(String application) throws Exception {
        return site.plane
                .confirmations()
                .ask(
                        new Question.ForConnection("nora", "ehr", application, "192.0.2.7"),
                        InetAddress.getByName("192.0.2.7"),
                        LASTS,
                        told::add)
                .orElseThrow();
    }

    private static HttpResponse<String> confirm(
            Confirmations.Waiting waiting, String login, byte[] app) throws Exception {
        return site.confirm(site.filled(waiting.code(), login, site.code(app)));
    }

    @Test
    void tellsItsPersonWhatItIsAndGivesItAToken() throws Exception {
        Confirmations.Waiting waiting = ask("<b>ward</b>\u202e");
        assertThat(waiting.link())
                .isEqualTo(URI.create(ConfirmSite.PUBLIC + "/confirm?user_code=" + waiting.code()));
        assertThat(site.confirm(Map.of("user_code", waiting.code())).body())
                .contains(
                        "connection from <b>192.0.2.7</b>, which calls itself"
                                + " <b>&lt;b&gt;ward&lt;/b&gt;?</b>,",
                        "another network than this browser's (127.0.0.1)");
        assertThat(told).isEmpty();

        assertThat(confirm(waiting, "nora", nora).body()).contains("Confirmed as <b>nora</b>");

        assertThat(told).hasSize(1).allMatch(one -> one instanceof Answer.Given);
        Answer.Given given = (Answer.Given) told.getFirst();
        assertThat(given.proved()).hasValue(site.clock.instant());
        assertThat(site.tokens.standing("nora"))
                .anyMatch(one -> one.id().equals(given.id()) && one.until().equals(given.until()));
        site.clock.advance(Totp.STEP);
        assertThat(confirm(waiting, "nora", nora).body()).contains("SP7294 ");
        assertThat(told).hasSize(1);
    }

    @Test
    void isNobodyElsesToConfirm() throws Exception {
        Confirmations.Waiting waiting = ask("");

        assertThat(confirm(waiting, "omar", omar).body()).contains("SP7295 ");

        assertThat(told).containsExactly(new Answer.SomebodyElse());
        assertThat(confirm(waiting, "nora", nora).body()).contains("SP7294 ");
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
    }

    @Test
    void isOverWhenItLeavesOrTakesTooLong() throws Exception {
        Confirmations.Waiting left = ask("");
        left.leave();
        assertThat(confirm(left, "nora", nora).body()).contains("SP7294 ");
        Confirmations.Waiting late = ask("");
        site.clock.advance(LASTS);
        assertThat(confirm(late, "nora", nora).body()).contains("SP7294 ");

        assertThat(told).containsExactly(new Answer.Left());
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
    }

    /** The worst moment: between the token that is made and the connection that is told. */
    @Test
    void takesBackWhatNobodyWaitsForAnyMore() throws Exception {
        Confirmations.Waiting waiting = ask("");
        site.whenRecorded(event -> {
            if (event instanceof SignInEvent.TokenGiven) {
                waiting.leave();
            }
        });

        assertThat(confirm(waiting, "nora", nora).body()).contains("SP7294 ");

        assertThat(told).containsExactly(new Answer.Left());
        String id =
                site.events.stream()
                        .filter(SignInEvent.TokenGiven.class::isInstance)
                        .map(event -> ((SignInEvent.TokenGiven) event).id())
                        .findFirst()
                        .orElseThrow();
        assertThat(site.events).hasAtLeastOneElementOfType(SignInEvent.TokenTakenBack.class);
        assertThat(site.tokens.standing("nora")).noneMatch(one -> one.id().equals(id));
    }

    /** Recorded before it counts: without a record nobody is let in. */
    @Test
    void countsForNothingWithoutItsRecord() throws Exception {
        Confirmations.Waiting waiting = ask("");
        site.whenRecorded(event -> {
            if (event instanceof SignInEvent.Confirmed) {
                throw new IllegalStateException("no record, for a test");
            }
        });

        assertThat(confirm(waiting, "nora", nora).statusCode()).isEqualTo(500);

        assertThat(told).containsExactly(new Answer.Broken());
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
    }

    @Test
    void whoHoldsNoRoleIsToldAndNotLetIn() throws Exception {
        byte[] app = site.join("roleless");
        Confirmations.Waiting waiting =
                site.plane
                        .confirmations()
                        .ask(
                                new Question.ForConnection("roleless", "ehr", "", "192.0.2.7"),
                                InetAddress.getByName("192.0.2.7"),
                                LASTS,
                                told::add)
                        .orElseThrow();

        assertThat(confirm(waiting, "roleless", app).body()).contains("SP7143 ");
        assertThat(told).containsExactly(new Answer.Nothing());
    }
}
