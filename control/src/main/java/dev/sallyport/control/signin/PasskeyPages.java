package dev.sallyport.control.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.passkey.Ceremonies;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Passkeys as the script of {@code /passkeys} asks for them; every change proves who asks. */
@RestController
final class PasskeyPages {
    private final Proving proving;
    private final Answering answering;
    private final PasskeyDesk desk;
    private final PasskeyAnswers answers;

    PasskeyPages(Proving proving, Answering answering, PasskeyDesk desk, PasskeyAnswers answers) {
        this.proving = proving;
        this.answering = answering;
        this.desk = desk;
        this.answers = answers;
    }

    /**
     * What an authenticator has to sign.
     *
     * @param relyingParty whom the passkey was made for
     */
    record PasskeyQuestion(
            String challenge, @JsonProperty("relying_party") String relyingParty, long seconds) {}

    /** A word in the place of a code, shown once. */
    record PasskeyWord(String login, String word, Instant until) {}

    /** Somebody may change their passkeys for a while. */
    record PasskeysOpened(
            String session, String login, Instant until, List<PasskeyLine> passkeys) {}

    /** Somebody's passkeys. */
    record PasskeysShown(List<PasskeyLine> passkeys) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PasskeyLine(
            String id,
            String name,
            Instant enrolled,
            @JsonProperty("last_used") @Nullable Instant lastUsed) {}

    /**
     * What a passkey is made with.
     *
     * @param handle what the authenticator is to call the account
     * @param algorithms of COSE, the best first
     * @param except credentials that are enrolled
     */
    record PasskeyMaking(
            String challenge,
            @JsonProperty("relying_party") String relyingParty,
            String handle,
            String login,
            List<String> algorithms,
            List<String> except,
            long seconds) {}

    /**
     * A passkey was enrolled.
     *
     * @param recovery codes shown once, where there were none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PasskeyEnrolled(List<PasskeyLine> passkeys, @Nullable List<String> recovery) {}

    @Operation(
            id = "askPasskey",
            summary = "Gives what a passkey has to sign, once.",
            access = Access.OPEN,
            status = 201,
            answers = PasskeyQuestion.class)
    @PostMapping(path = "/api/v1/passkeys/challenge")
    @ResponseStatus(HttpStatus.CREATED)
    PasskeyQuestion ask(HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, List.of());
        return new PasskeyQuestion(
                PasskeyFields.text(answers.question()),
                desk.here().party().id(),
                Challenges.LASTS.toSeconds());
    }

    @Operation(
            id = "usePasskey",
            summary = "Gives for a passkey a word that is good for one proof, shown this once.",
            access = Access.OPEN,
            status = 201,
            body = PasskeyFields.Used.class,
            answers = PasskeyWord.class)
    @PostMapping(path = "/api/v1/passkeys/word", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    PasskeyWord use(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, PasskeyFields.Used.NAMES);
        PasskeyFields.Used used = PasskeyFields.Used.of(body);
        PasskeyAnswers.Word word =
                answering.proved(
                        answers.hear(used.said(), used.asked(), Answering.source(request)),
                        response,
                        Problem.of(
                                ProblemCode.SP7241,
                                "the passkey does not prove who you are",
                                "try once more; sign in with a code meanwhile, and tell an"
                                        + " operator if it goes on"));
        return new PasskeyWord(word.login(), word.text(), word.until());
    }

    @Operation(
            id = "openPasskeys",
            summary = "Lets whoever proves who they are change their passkeys for a while.",
            access = Access.OPEN,
            status = 201,
            body = SignInFields.Texts.class,
            answers = PasskeysOpened.class)
    @PostMapping(path = "/api/v1/passkeys/session", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    PasskeysOpened open(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = Answering.attempt(request, body);
        desk.here();
        Factor shown = answering.proved(proving.enrol(attempt), response);
        String session = desk.begin(attempt.login(), attempt.source(), shown);
        Duration lasts = PasskeySessions.LASTS;
        return new PasskeysOpened(
                session,
                attempt.login(),
                answering.now().plus(lasts),
                lines(desk.of(attempt.login())));
    }

    @Operation(
            id = "beginPasskey",
            summary = "Gives what a passkey is made with.",
            access = Access.OPEN,
            status = 201,
            body = PasskeyFields.Opened.class,
            answers = PasskeyMaking.class)
    @PostMapping(
            path = "/api/v1/passkeys/registration",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    PasskeyMaking making(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, PasskeyFields.Opened.NAMES);
        PasskeyDesk.Making making = desk.making(PasskeyFields.Opened.of(body).session());
        return new PasskeyMaking(
                PasskeyFields.text(making.challenge()),
                desk.here().party().id(),
                PasskeyFields.text(making.handle()),
                making.login(),
                Ceremonies.ALGORITHMS.stream().map(String::valueOf).toList(),
                making.except().stream().map(PasskeyFields::text).toList(),
                Challenges.LASTS.toSeconds());
    }

    @Operation(
            id = "enrolPasskey",
            summary = "Enrols a passkey; gives recovery codes where there are none.",
            access = Access.OPEN,
            status = 201,
            body = PasskeyFields.Made.class,
            answers = PasskeyEnrolled.class)
    @PostMapping(path = "/api/v1/passkeys", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    PasskeyEnrolled enrol(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, PasskeyFields.Made.NAMES);
        PasskeyFields.Made made = PasskeyFields.Made.of(body);
        PasskeyDesk.Enrolled enrolled =
                desk.enrol(
                        made.session(),
                        made.asked(),
                        made.name(),
                        made.said(),
                        Answering.source(request));
        return new PasskeyEnrolled(lines(enrolled.passkeys()), enrolled.recovery().orElse(null));
    }

    @Operation(
            id = "removePasskey",
            summary = "Removes one of one's own passkeys, but not the last second factor.",
            access = Access.OPEN,
            body = PasskeyFields.Opened.class,
            answers = PasskeysShown.class)
    @PostMapping(
            path = "/api/v1/passkeys/{id}/removal",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    PasskeysShown remove(
            @PathVariable("id") String id,
            @RequestBody byte[] body,
            HttpServletRequest request,
            HttpServletResponse response) {
        Answering.secret(request, response, PasskeyFields.Opened.NAMES);
        String session = PasskeyFields.Opened.of(body).session();
        return new PasskeysShown(lines(desk.remove(session, id, Answering.source(request))));
    }

    private static List<PasskeyLine> lines(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(one ->
                        new PasskeyLine(
                                one.id(), one.name(), one.enrolled(), one.used().orElse(null)))
                .toList();
    }
}
