package dev.sallyport.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person asked for; every path is absolute. */
public sealed interface Request {

    /** The folder to write a log to, should something unexpected happen. */
    Path data();

    /** Answered by the command itself: a running deployment is not asked. */
    sealed interface Alone extends Request {}

    /** Whether the demo waits for people, or walks its own story and ends. */
    enum Story {
        SERVE,
        TOUR
    }

    /** What becomes of the data directory: before, and in the end. */
    enum Keeping {
        KEEP,
        START_OVER,
        THROW_AWAY
    }

    /** How much of a plan is printed. */
    enum Detail {
        SUMMARY,
        SQL
    }

    /** Whether files are written, or only looked at. */
    enum Touch {
        WRITE,
        CHECK
    }

    /** Whether the answer is for people or for programs. */
    enum Form {
        TEXT,
        JSON
    }

    /**
     * Start the sample hospital behind two doors.
     *
     * @param controlPort 0 for no control plane
     * @param environment which of the policy's it is; empty for the only one, or as before
     */
    record Demo(
            Path data,
            Story story,
            Keeping keeping,
            int patients,
            String host,
            int port,
            int controlPort,
            Optional<Path> policy,
            Optional<String> environment)
            implements Alone {}

    /** Open the gateway in front of databases that others run. */
    record Server(Path data, Path config) implements Alone {}

    /** Whether a value is shown with where it was written. */
    enum Origins {
        HIDDEN,
        SHOWN
    }

    /** Say what a configuration means. */
    record ConfigShow(Path data, Path config, Origins origins) implements Alone {}

    /**
     * Say what an apply would change.
     *
     * @param save the file to keep the plan in
     */
    record Plan(
            Path data,
            Optional<Path> policy,
            Detail detail,
            Form form,
            Optional<Path> save,
            Optional<String> environment)
            implements Request {}

    /** Make the database what the policy says, or do exactly what a saved plan says. */
    sealed interface Apply extends Request {
        Optional<String> environment();
    }

    /** Make the database what the policy says. */
    record ApplyPolicy(Path data, Optional<Path> policy, Optional<String> environment)
            implements Apply {}

    /** Do what a plan said, and nothing else. */
    record ApplySaved(Path data, Path plan, Optional<String> environment) implements Apply {}

    /**
     * Say what an account lacks to keep a database in line.
     *
     * @param url where, and as whom
     * @param database its name in the policy, where that is not the URL's
     */
    record Doctor(Path data, String url, Optional<Path> policy, Optional<String> database)
            implements Alone {}

    /**
     * Write what a database is as a policy folder.
     *
     * @param url where, and as whom
     * @param database its name in the policy, where that is not the URL's
     */
    record Adopt(Path data, String url, Path out, Optional<String> database, Form form)
            implements Alone {}

    /** Whether files alone answer, or the databases are asked, too. */
    enum Depth {
        FILES,
        DATABASES
    }

    /** Say who enforces each rule. */
    record Enforcement(
            Path data, Optional<Path> policy, Optional<String> environment, Form form, Depth depth)
            implements Request {}

    /** About what changed behind our back. */
    sealed interface Drift extends Request {}

    /** Whether a list ends, or goes on until whoever asked is gone. */
    enum Watching {
        OFF,
        ON
    }

    /** Say what changed. */
    record DriftList(Path data, Form form, Watching watching) implements Drift {}

    /**
     * Undo it.
     *
     * @param ids empty for everything
     */
    record DriftRevert(Path data, List<String> ids) implements Drift {
        public DriftRevert {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Keep it: in the policy, or as an exception somebody answers for.
     *
     * @param dataClass of a new column
     */
    record DriftAccept(
            Path data,
            String id,
            Optional<String> reason,
            Optional<Instant> until,
            Optional<String> dataClass)
            implements Drift {}

    /** Have the databases note who changes them. */
    record DriftInstall(Path data) implements Drift {}

    /**
     * Say who saw a subject.
     *
     * @param subject as people name it
     * @param since empty for as long as the record goes back
     * @param records of gateways elsewhere, beside the deployment's own
     */
    record Saw(Path data, String subject, Optional<Instant> since, List<Path> records, Form form)
            implements Request {
        public Saw {
            records = List.copyOf(records);
        }
    }

    /**
     * Propose saved queries from the record.
     *
     * @param since empty for as long as the record goes back
     */
    record PolicyLearn(
            Path data,
            Optional<Since> since,
            Optional<String> role,
            Optional<String> person,
            Optional<Path> out)
            implements Alone {}

    /** Give every native account another secret. */
    record RotateSecrets(Path data) implements Request {}

    /** Say who issues native accounts their certificates. */
    record ShowAuthority(Path data) implements Request {}

    /** About the sessions of the gateway that runs. */
    sealed interface Sessions extends Request {}

    /** Say who is signed in. */
    record SessionList(Path data, Form form, Watching watching) implements Sessions {}

    /**
     * Say everything of one session.
     *
     * @param id or how it begins
     */
    record SessionShow(Path data, String id, Form form) implements Sessions {}

    /** End one session. */
    record SessionKill(Path data, String id, String reason) implements Sessions {}

    /** Say something to the person of a session. */
    record SessionMessage(Path data, String id, String words) implements Sessions {}

    /** About the tokens people sign in with. */
    sealed interface Tokens extends Request {}

    /** Give somebody one. */
    record TokenIssue(Path data, String login, Duration lasts) implements Tokens {}

    /** Say who has one, and until when. */
    record TokenList(Path data, Form form) implements Tokens {}

    /** Take one back. */
    record TokenRevoke(Path data, String id) implements Tokens {}

    /** Where a password and a code come from; never from the command line. */
    enum Secrets {
        ASKED_FOR,
        PIPED
    }

    /** What somebody signs in for. */
    enum Aim {
        TOKEN,
        /** A token that somebody confirms in a browser, wherever it is. */
        DEVICE,
        /** That the token they have stands for a second factor proved just now. */
        AGAIN,
        /** Another authenticator app. */
        APP
    }

    /** About the token that somebody signs in for and has their clients use. */
    sealed interface SignIn extends Alone {}

    /**
     * Sign in at a control plane that one of the issuers vouches for.
     *
     * @param login not asked for where whoever confirms it says it
     */
    record Login(Path data, URI server, String login, Optional<Path> issuers, Aim aim, Secrets from)
            implements SignIn {}

    /** What a token is told to; a service file is written, the others are printed. */
    enum Client {
        PSQL,
        SERVICE_FILE,
        JDBC,
        DBEAVER
    }

    /** Say what a client needs to use the token of the last login. */
    record ClientWords(Path data, Client client) implements SignIn {}

    /** About the exports that somebody has to agree to. */
    sealed interface Exports extends Request permits ExportRequest {}

    /** Keep a copy of a deployment. */
    sealed interface Backup extends Request permits BackupRequest.Make {}

    /** About a copy that was kept. */
    sealed interface Kept extends Alone permits BackupRequest.Verify, BackupRequest.Restore {}

    /** About who may speak to the control plane that runs. */
    sealed interface Control extends Request
            permits ScimIssue,
                    ScimList,
                    ScimRevoke,
                    GatewayRequest,
                    AccountRequest,
                    ApiKeys,
                    PeopleRequest {}

    /** Give a directory a token to tell us of people with. */
    record ScimIssue(Path data, String name, Duration lasts) implements Control {}

    /** Say which directories have one. */
    record ScimList(Path data, Form form) implements Control {}

    /** Take one back. */
    record ScimRevoke(Path data, String id) implements Control {}

    /** About what programs of people prove themselves with. */
    sealed interface ApiKeys extends Control {}

    /** Issue a key to a person's program. */
    record ApiKeyIssue(Path data, String owner, String name, List<String> scopes, Duration lasts)
            implements ApiKeys {}

    /** Say which keys stand. */
    record ApiKeyList(Path data, Form form) implements ApiKeys {}

    /** Take one back. */
    record ApiKeyRevoke(Path data, String id, String reason) implements ApiKeys {}

    /** Read the policy folder and say what is wrong with it. */
    record PolicyCheck(Path data, Optional<Path> folder) implements Alone {}

    /** Run the tests written beside the policy. */
    record PolicyTests(Path data, Optional<Path> folder) implements Alone {}

    /** Run them in the databases, too. */
    record LiveTests(Path data, Optional<Path> policy, Optional<String> environment)
            implements Request {}

    /** Bring the policy's files into the one form, or name those that are not in it. */
    record PolicyFormat(Path data, Optional<Path> folder, Touch touch) implements Alone {}

    /** Print the JSON Schema of a policy file. */
    record PolicySchema(Path data) implements Alone {}

    /** About the record, answered from its files alone. */
    sealed interface Audit extends Alone permits AuditRequest {}

    /** A question to the policy, answered from its files alone. */
    sealed interface Explain extends Alone {
        Form form();
    }

    /**
     * What a question supposes; what is empty is not known.
     *
     * @param row columns of one row
     * @param device what is known of the machine asked from
     */
    record Supposed(
            Map<String, String> row,
            Optional<String> at,
            Optional<String> purpose,
            Optional<String> network,
            Map<String, String> device,
            Optional<String> environment) {
        public Supposed {
            row = Map.copyOf(row);
            device = Map.copyOf(device);
        }
    }

    /**
     * Why somebody may or may not.
     *
     * @param act verb and target
     */
    record Why(Path data, Source source, String person, Act act, Supposed supposed, Form form)
            implements Explain {}

    /** Who may. */
    record WhoCan(Path data, Source source, Act act, Supposed supposed, Form form)
            implements Explain {}

    /** What somebody may. */
    record Can(Path data, Source source, String person, Supposed supposed, Form form)
            implements Explain {}

    /** Who gains and who loses by a change of the policy. */
    record PolicyDiff(Path data, Path before, Path after, Optional<Path> people, Form form)
            implements Explain {}

    /** Whose policy and people are meant; empty for those of the deployment. */
    record Source(Optional<Path> policy, Optional<Path> people) {}

    /** {@code see ehr.hosp.patients.ssn}. */
    record Act(String verb, String target) {}
}
