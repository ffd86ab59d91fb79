package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7280;
import static dev.sallyport.problem.ProblemCode.SP7281;
import static dev.sallyport.problem.ProblemCode.SP7282;

import dev.sallyport.policy.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The logins that the database server had without us, and whose they are: a list to work through.
 * Nothing is guessed: a login is somebody's once an operator has said so.
 */
public final class DatabaseLogins {
    private final LoginStore store;
    private final PersonStore people;
    private final DirectoryWork work;
    private final Doors doors;

    DatabaseLogins(JdbcClient state, DirectoryWork work, Doors doors) {
        this.store = new LoginStore(state);
        this.people = new PersonStore(state);
        this.work = work;
        this.doors = doors;
    }

    /** What somebody answers for a login as. */
    public enum Kind {
        /** It is theirs, and ends with their employment. */
        PERSON,
        /** A program's; they own it. */
        SERVICE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who answers for a login.
     *
     * @param login of the person
     */
    public record Holder(String login, State state, Kind kind, String reason, Instant since) {}

    /**
     * One login of the list.
     *
     * @param login empty where it is gone from the server
     * @param holder empty where nobody has said whose it is
     * @param due what somebody has to see to; empty where nothing
     */
    public record Listed(
            String name,
            Optional<DatabaseLogin> login,
            Optional<Holder> holder,
            Optional<String> due) {}

    /**
     * Everything somebody may log in by, and what is known of it, by name.
     *
     * @throws dev.sallyport.problem.Refused where the server cannot be asked
     */
    public List<Listed> all() {
        Map<String, LoginStore.Row> rows =
                new HashMap<>(
                        store.all().stream()
                                .collect(
                                        Collectors.toMap(
                                                row -> row.id().name(), Function.identity())));
        List<Listed> all = new ArrayList<>();
        for (DatabaseLogin login : doors.logins()) {
            LoginStore.Row row = rows.remove(login.name());
            if (login.mayLogIn() || row != null) {
                all.add(listed(login, row));
            }
        }
        rows.values()
                .forEach(row ->
                        all.add(
                                new Listed(
                                        row.id().name(),
                                        Optional.empty(),
                                        Optional.of(holder(row)),
                                        Optional.of("is gone from the server: unmap it"))));
        all.sort((one, other) -> one.name().compareTo(other.name()));
        return all;
    }

    private static Listed listed(DatabaseLogin login, LoginStore.@Nullable Row row) {
        return row != null && row.id().equals(login.id())
                ? new Listed(
                        login.name(), Optional.of(login), Optional.of(holder(row)), due(login, row))
                : new Listed(
                        login.name(),
                        Optional.of(login),
                        Optional.empty(),
                        Optional.of(unknown(row != null)));
    }

    private static String unknown(boolean before) {
        return before ? "was made anew under its name: say whose it is" : "say whose it is";
    }

    private static Optional<String> due(DatabaseLogin login, LoginStore.Row row) {
        if (!Steps.isShutOut(row.standing()) || !login.mayLogIn()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (row.kind()) {
                    case SERVICE -> "its owner is not at work: name another";
                    case PERSON ->
                            switch (login.reach()) {
                                case SHUTTABLE -> "is being shut";
                                case OUT_OF_REACH, FIRST_SUPERUSER ->
                                        "cannot be shut by us: a superuser runs ALTER ROLE …"
                                                + " NOLOGIN";
                            };
                });
    }

    private static Holder holder(LoginStore.Row row) {
        return new Holder(row.login(), row.standing(), row.kind(), row.reason(), row.since());
    }

    /**
     * Says whose a login is. One of somebody who is not at work is shut at once.
     *
     * @param person a login of ours, or a source's name for the person
     * @param actor who says so, of somebody else
     * @return what is to be seen to now
     * @throws dev.sallyport.problem.Refused SP7280 where nobody may log in by it, SP7281 where it
     *     can be nobody's own, SP7282 where it is somebody's, SP7103 where nobody is called so,
     *     SP7206 where that is the actor
     */
    public Optional<String> map(String name, String person, Kind kind, Actor actor, String reason) {
        DatabaseLogin login = open(name);
        if (kind == Kind.PERSON && login.reach() == DatabaseLogin.Reach.FIRST_SUPERUSER) {
            throw refused(
                    SP7281,
                    Words.quoted(name) + " was there before all others, and is nobody's own",
                    "give it an owner by `--service`, and everybody a login of theirs");
        }
        return work.change(
                actor.name(),
                reason,
                change -> {
                    Person holder = people.require(person);
                    actor.demandOther(holder);
                    store.named(name)
                            .filter(row -> row.id().equals(login.id()))
                            .ifPresent(row -> {
                                throw refused(
                                        SP7282,
                                        Words.quoted(name)
                                                + " is "
                                                + Words.quoted(row.login())
                                                + "'s already",
                                        "`sallyport logins unmap " + name + "` first");
                            });
                    store.put(login.id(), kind, holder, reason, actor.name(), change.now());
                    change.step(holder, "login mapped", Optional.empty(), said(name, kind));
                    if (kind == Kind.PERSON && Steps.isShutOut(holder.state())) {
                        change.cut(holder);
                    }
                    return store.named(name).flatMap(row -> due(login, row));
                });
    }

    /**
     * Says that it is not so.
     *
     * @param actor who says so, of somebody else
     * @throws dev.sallyport.problem.Refused SP7280 where it is nobody's, SP7206 where it is the
     *     actor's
     */
    public void unmap(String name, Actor actor, String reason) {
        work.change(
                actor.name(),
                reason,
                change -> {
                    LoginStore.Row row =
                            store.named(name)
                                    .orElseThrow(() ->
                                            refused(
                                                    SP7280,
                                                    Words.quoted(name) + " is nobody's",
                                                    "`sallyport logins ls` lists every login"));
                    Person holder = people.require(row.login());
                    actor.demandOther(holder);
                    store.remove(name);
                    change.step(holder, "login unmapped", Optional.of(said(name, row.kind())), "");
                    return row;
                });
    }

    private static String said(String name, Kind kind) {
        return kind.word() + " " + name;
    }

    private DatabaseLogin open(String name) {
        return doors.logins().stream()
                .filter(login -> login.name().equals(name) && login.mayLogIn())
                .findFirst()
                .orElseThrow(() ->
                        refused(
                                SP7280,
                                "nobody may log in as " + Words.quoted(name),
                                "`sallyport logins ls` lists every login"));
    }
}
