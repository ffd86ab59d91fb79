package dev.sallyport.control.api;

import dev.sallyport.control.console.ApiKey;
import dev.sallyport.control.console.OpenSession;
import dev.sallyport.control.console.Right;
import dev.sallyport.control.directory.Group;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Program;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the API shows; what is not there is left out. */
final class Shown {
    private Shown() {}

    /** Who asks. */
    record Me(String login, @Nullable String key, List<String> console, List<String> scopes) {}

    /** What a command came to: its exit code, and what it printed. */
    record Done(int exit, String out, String err) {}

    /** A page of people. */
    record People(List<One> people, @Nullable String next) {}

    /** One of them. */
    record One(
            String id,
            String login,
            String userName,
            String name,
            @Nullable String department,
            @Nullable String manager,
            String state,
            @Nullable Instant starts,
            @Nullable Instant ends,
            @Nullable Instant leftAt,
            Map<String, List<String>> attributes,
            Instant created,
            Instant changed,
            long version) {

        static One of(Person person) {
            Person.Told told = person.told();
            return new One(
                    person.id().toString(),
                    person.login(),
                    told.userName(),
                    told.name(),
                    told.department().orElse(null),
                    told.manager().orElse(null),
                    person.state().word(),
                    person.employment().starts().orElse(null),
                    person.employment().ends().orElse(null),
                    person.employment().leftAt().orElse(null),
                    new java.util.TreeMap<>(told.attributes()),
                    person.created(),
                    person.changed(),
                    person.version());
        }
    }

    /** A page of groups. */
    record Groups(List<GroupLine> groups, @Nullable String next) {}

    /** One of them, without who is in it. */
    record GroupLine(String id, String name, int members, Instant changed, long version) {
        static GroupLine of(Group group) {
            return new GroupLine(
                    group.id().toString(),
                    group.name(),
                    group.members().size(),
                    group.changed(),
                    group.version());
        }
    }

    /** One of them, with the ids of who is in it. */
    record WholeGroup(String id, String name, List<String> members, Instant changed, long version) {
        static WholeGroup of(Group group) {
            return new WholeGroup(
                    group.id().toString(),
                    group.name(),
                    group.members().stream().map(UUID::toString).toList(),
                    group.changed(),
                    group.version());
        }
    }

    /** A page of agents and services. */
    record Programs(List<OneProgram> programs, @Nullable String next) {}

    /** One of them. */
    record OneProgram(
            String id,
            String kind,
            String login,
            String name,
            String owner,
            @Nullable PlatformName workload,
            String state,
            @Nullable Instant starts,
            @Nullable Instant ends,
            @Nullable Instant leftAt,
            Instant created,
            Instant changed,
            long version) {

        static OneProgram of(Program program) {
            return new OneProgram(
                    program.id().toString(),
                    program.kind().word(),
                    program.login(),
                    program.name(),
                    program.owner(),
                    program.workload()
                            .map(one -> new PlatformName(one.issuer(), one.subject()))
                            .orElse(null),
                    program.state().word(),
                    program.employment().starts().orElse(null),
                    program.employment().ends().orElse(null),
                    program.employment().leftAt().orElse(null),
                    program.created(),
                    program.changed(),
                    program.version());
        }
    }

    /** How its platform names it. */
    record PlatformName(String issuer, String subject) {}

    /** A page of sessions. */
    record Sessions(List<Session> sessions, @Nullable String next) {}

    /** One of them. */
    record Session(
            String id,
            String login,
            List<String> roles,
            String purpose,
            String database,
            String address,
            Instant since,
            String state,
            long statements,
            @Nullable Instant ends,
            @Nullable String endsBy) {
        static Session of(OpenSession session) {
            return new Session(
                    session.id(),
                    session.login(),
                    session.roles(),
                    session.purpose(),
                    session.database(),
                    session.address(),
                    session.since(),
                    session.state(),
                    session.statements(),
                    session.ends().orElse(null),
                    session.endsBy().orElse(null));
        }
    }

    /** A page of keys. */
    record Keys(List<Key> keys, @Nullable String next) {}

    /** One of them. */
    record Key(
            String id,
            String name,
            String owner,
            List<String> scopes,
            Instant issued,
            Instant expires,
            @Nullable Instant lastUsed) {
        static Key of(ApiKey key) {
            return new Key(
                    key.id().toString(),
                    key.name(),
                    key.owner(),
                    Right.words(key.scopes()),
                    key.issued(),
                    key.expires(),
                    key.lastUsed().orElse(null));
        }
    }

    /** A key that was just issued. */
    record NewKey(Key key, String secret) {
        @Override
        public String toString() {
            return "NewKey " + key.id();
        }
    }
}
