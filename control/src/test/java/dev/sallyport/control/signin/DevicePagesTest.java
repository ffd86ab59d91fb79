package dev.sallyport.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A token that a person confirms in a browser, and what attackers make of it. */
final class DevicePagesTest {
    private static ConfirmSite site;
    private static byte[] nora;
    private static byte[] omar;

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

    private static String code(JsonNode begun) {
        return begun.path("user_code").asString();
    }

    private static HttpResponse<String> confirm(JsonNode begun, String login, byte[] app)
            throws Exception {
        return site.confirm(site.filled(code(begun), login, site.code(app)));
    }

    private static void later(Duration by) {
        site.clock.advance(by);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("<p id=\"refused\">" + code + " ");
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
    }

    @Test
    void givesTheTokenToWhoeverHoldsTheDeviceCodeOnce() throws Exception {
        JsonNode begun = site.ask();
        assertThat(code(begun)).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(begun.path("verification_uri").asString())
                .isEqualTo(ConfirmSite.PUBLIC + "/confirm");
        assertThat(begun.path("verification_uri_complete").asString())
                .isEqualTo(ConfirmSite.PUBLIC + "/confirm?user_code=" + code(begun));
        assertThat(begun.path("expires_in").asInt()).isEqualTo(600);
        assertThat(begun.path("interval").asInt()).isEqualTo(5);
        assertThat(site.polled(begun)).isEqualTo("SP7290");

        HttpResponse<String> page = site.confirm(Map.of("user_code", code(begun)));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("at <b>127.0.0.1</b> waits", code(begun), "name=\"password\"")
                .doesNotContain("another network");
        HttpResponse<String> done = confirm(begun, "nora", nora);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("Confirmed as <b>nora</b>").doesNotContain("sp_");
        later(Devices.INTERVAL);

        HttpResponse<String> given = site.poll(begun);
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(given.headers().firstValue("cache-control")).hasValue("no-store");
        JsonNode token = ConfirmSite.json(given);
        assertThat(token.path("login").asString()).isEqualTo("nora");
        assertThat(token.at("/gateway/databases/0").asString()).isEqualTo("hospital");
        String id = token.at("/token/id").asString();
        assertThat(site.tokens.owner(token.at("/token/secret").asString()))
                .hasValue(new DatabaseTokens.Owner("nora", id));
        assertThat(site.tokens.proof(id)).hasValue(site.clock.instant().minus(Devices.INTERVAL));

        later(Devices.INTERVAL);
        assertThat(site.polled(begun)).isEqualTo("SP7292");
        assertThat(site.events.stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly("ConfirmationAsked", "Confirmed", "TokenGiven");
        String record = site.events.toString();
        assertThat(record)
                .contains("factor=CODE")
                .doesNotContain(
                        code(begun),
                        code(begun).replace("-", ""),
                        begun.path("device_code").asString(),
                        token.at("/token/secret").asString());
    }

    @Test
    void tellsTheProgramThatSomebodySaidNo() throws Exception {
        JsonNode begun = site.ask();

        HttpResponse<String> no = site.confirm(Map.of("user_code", code(begun), "answer", "no"));
        assertThat(no.body()).contains("Refused. Nobody came in by it.");
        assertThat(site.polled(begun)).isEqualTo("SP7293");
        later(Devices.INTERVAL);
        assertThat(site.polled(begun)).isEqualTo("SP7292");
        refused(confirm(begun, "nora", nora), 404, "SP7294");
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
        assertThat(site.events).hasAtLeastOneElementOfType(SignInEvent.Declined.class);
    }

    @Test
    void answersACodeOnce() throws Exception {
        JsonNode begun = site.ask();
        assertThat(confirm(begun, "nora", nora).statusCode()).isEqualTo(200);
        later(Totp.STEP);

        refused(confirm(begun, "omar", omar), 404, "SP7294");
        refused(site.confirm(Map.of("user_code", code(begun), "answer", "no")), 404, "SP7294");

        assertThat(ConfirmSite.json(site.poll(begun)).path("login").asString()).isEqualTo("nora");
    }

    /** However many poll at once with the same code, and however many confirm. */
    @Test
    void givesOneTokenToOne() throws Exception {
        JsonNode begun = site.ask();
        List<CompletableFuture<Integer>> confirmed =
                List.of(
                        later(() -> confirm(begun, "nora", nora).statusCode()),
                        later(() -> confirm(begun, "omar", omar).statusCode()));
        assertThat(confirmed.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(200, 404);

        List<Integer> polled =
                IntStream.range(0, 8)
                        .mapToObj(_ -> later(() -> site.poll(begun).statusCode()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        assertThat(polled).containsOnlyOnce(200).contains(400);
    }

    private interface Work {
        int done() throws Exception;
    }

    private static CompletableFuture<Integer> later(Work work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.done();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void slowsWhoAsksTooSoonEachTimeMore() throws Exception {
        JsonNode begun = site.ask();
        assertThat(site.polled(begun)).isEqualTo("SP7290");
        HttpResponse<String> soon = site.poll(begun);
        assertThat(ConfirmSite.json(soon).path("code").asString()).isEqualTo("SP7291");
        assertThat(soon.headers().firstValue("retry-after")).hasValue("10");
        confirm(begun, "nora", nora);

        later(Duration.ofSeconds(9));
        assertThat(site.polled(begun)).isEqualTo("SP7291");
        later(Duration.ofSeconds(15));
        assertThat(site.poll(begun).statusCode()).isEqualTo(200);
    }

    @Test
    void isOverAfterTenMinutes() throws Exception {
        JsonNode confirmed = site.ask();
        confirm(confirmed, "nora", nora);
        JsonNode open = site.ask();
        later(Devices.LASTS);

        assertThat(site.polled(confirmed)).isEqualTo("SP7292");
        assertThat(site.polled(open)).isEqualTo("SP7292");
        refused(confirm(open, "nora", nora), 404, "SP7294");
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sp_device_", "x", "sp_device_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void knowsNoSecretButItsOwn(String secret) throws Exception {
        confirm(site.ask(), "nora", nora);

        assertThat(site.polled(device(secret))).isEqualTo("SP7292");
    }

    private static JsonNode device(String secret) {
        return JsonMapper.shared().createObjectNode().put("device_code", secret);
    }

    /** The code on the screen fetches nothing. */
    @Test
    void theUserCodeIsNoDeviceCode() throws Exception {
        JsonNode begun = site.ask();
        confirm(begun, "nora", nora);

        assertThat(site.polled(device(code(begun)))).isEqualTo("SP7292");
    }

    @Test
    void takesNoProofThatIsNone() throws Exception {
        JsonNode begun = site.ask();
        Map<String, String> form = site.filled(code(begun), "nora", "000000");
        refused(site.confirm(form), 401, "SP7140");
        form.put("login", "nobody");
        refused(site.confirm(form), 401, "SP7140");
        form.put("password", "");
        refused(site.confirm(form), 403, "SP7296");
        form.put("mark", "anything");
        refused(site.confirm(form), 403, "SP7296");

        assertThat(site.polled(begun)).isEqualTo("SP7290");
        assertThat(site.events).doesNotHaveAnyElementsOfTypes(SignInEvent.TokenGiven.class);
    }

    @Test
    void saysWhoHoldsNoRole() throws Exception {
        byte[] app = site.join("roleless");
        JsonNode begun = site.ask();
        assertThat(confirm(begun, "roleless", app).statusCode()).isEqualTo(200);

        HttpResponse<String> none = site.poll(begun);
        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(ConfirmSite.json(none).path("code").asString()).isEqualTo("SP7143");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://elsewhere.example",
        "Origin, null",
        "Origin, https://sallyport.example:8444",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none"
    })
    void takesNoFormOfAnotherPage(String header, String value) throws Exception {
        JsonNode begun = site.ask();
        Map<String, String> form = site.filled(code(begun), "nora", site.code(nora));
        refused(site.confirm(form, header, value), 403, "SP7296");
        form.put("answer", "no");
        refused(site.confirm(form, header, value), 403, "SP7296");
        assertThat(site.polled(begun)).isEqualTo("SP7290");
        form.put("answer", "yes");

        assertThat(
                        site.confirm(
                                        form,
                                        "Origin",
                                        header.equals("Origin")
                                                ? site.origin()
                                                : ConfirmSite.PUBLIC,
                                        "Sec-Fetch-Site",
                                        "same-origin")
                                .statusCode())
                .isEqualTo(200);
    }

    /** A link shows the form and does nothing, whoever makes a browser follow it. */
    @Test
    void aLinkConfirmsNothing() throws Exception {
        JsonNode begun = site.ask();
        HttpResponse<String> page =
                site.get("/confirm?user_code=" + code(begun) + "&answer=yes&login=nora");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("value=\"" + code(begun) + "\"").doesNotContain("nora");
        assertThat(site.get("/confirm?user_code=%22%3E%3Cb%3E").body()).contains("value=\"\"");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("script");
        assertThat(page.headers().firstValue("x-frame-options")).hasValue("DENY");
        assertThat(page.body()).doesNotContain("<script");
        assertThat(site.polled(begun)).isEqualTo("SP7290");
    }

    @Test
    void saysThatItIsAnotherNetwork() throws Exception {
        JsonNode begun = site.ask();

        assertThat(site.confirmFrom("127.0.0.2", Map.of("user_code", code(begun))).body())
                .contains("another network than this browser's (127.0.0.2)");
    }

    /** Guessing is bounded where it happens, told of, and holds up nobody elsewhere. */
    @Test
    void boundsWhoGuessesUserCodes() throws Exception {
        JsonNode begun = site.ask();
        Map<String, String> guess = new HashMap<>(Map.of("user_code", "BBBB-BBBB"));
        for (int i = 0; i < Guesses.FREE; i++) {
            refused(site.confirmFrom("127.0.0.3", guess), 404, "SP7294");
        }
        refused(site.confirmFrom("127.0.0.3", guess), 429, "SP7141");
        guess.put("user_code", code(begun));
        refused(site.confirmFrom("127.0.0.3", guess), 429, "SP7141");
        assertThat(site.alarms)
                .containsExactly(new SignInAlarm.UserCodesGuessed("127.0.0.3", Guesses.FREE));
        assertThat(site.events)
                .filteredOn(event ->
                        event instanceof SignInEvent.NotSignedIn not
                                && not.reason() == SignInEvent.Reason.UNKNOWN_USER_CODE)
                .hasSize(Guesses.FREE);

        assertThat(confirm(begun, "nora", nora).statusCode()).isEqualTo(200);
    }

    @Test
    void boundsHowManyWaitFromOneNetwork() throws Exception {
        for (int i = 0; i < Questions.FROM_ONE; i++) {
            site.ask();
        }
        assertThatThrownBy(site::ask)
                .hasMessageContaining("\"status\":503")
                .hasMessageContaining("SP7142");
        later(Devices.LASTS);
        site.ask();
    }
}
