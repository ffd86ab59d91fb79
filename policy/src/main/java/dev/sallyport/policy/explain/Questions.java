package dev.sallyport.policy.explain;

import static dev.sallyport.problem.ProblemCode.SP1102;
import static dev.sallyport.problem.ProblemCode.SP1103;
import static dev.sallyport.problem.ProblemCode.SP1106;
import static dev.sallyport.problem.ProblemCode.SP1301;
import static dev.sallyport.problem.ProblemCode.SP6007;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Verb;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Understands the words of a question, or refuses it with every word that means nothing. */
final class Questions {
    private final Policy policy;
    private final Directory directory;
    private final List<Problem> problems = new ArrayList<>();

    Questions(Policy policy, Directory directory) {
        this.policy = policy;
        this.directory = directory;
    }

    Question why(Asked asked, Instant now) {
        Optional<Who> who = who(asked.person());
        Optional<Verb> verb = verb(asked.verb());
        Optional<Target> target = target(asked.target());
        target.ifPresent(found -> row(found, asked.row()));
        Circumstances circumstances = circumstances(asked, now, who);
        refuse();
        return new Question(
                who.orElseThrow(),
                verb.orElseThrow(),
                target.orElseThrow(),
                asked.row(),
                circumstances);
    }

    /** Nobody in particular. */
    Question whoCan(Asked asked, Instant now) {
        Optional<Verb> verb = verb(asked.verb());
        Optional<Target> target = target(asked.target());
        Circumstances circumstances = circumstances(asked, now, Optional.empty());
        refuse();
        return new Question(
                Who.person(Asked.NOBODY),
                verb.orElseThrow(),
                target.orElseThrow(),
                Map.of(),
                circumstances);
    }

    /** May they do anything, and what? */
    Who can(Asked asked) {
        Optional<Who> who = who(asked.person());
        refuse();
        return who.orElseThrow();
    }

    Circumstances time(Asked asked, Instant now, Who who) {
        Circumstances circumstances = circumstances(asked, now, Optional.of(who));
        refuse();
        return circumstances;
    }

    private void refuse() {
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    /** {@code nora}, {@code service:hl7_feed}, or {@code agent:claude_support/nora}. */
    private Optional<Who> who(String word) {
        int slash = word.indexOf('/');
        if (word.startsWith(Who.AGENT) && slash > 0) {
            String agent = word.substring(Who.AGENT.length(), slash);
            identity("agent", agent);
            return person(word.substring(slash + 1))
                    .map(person -> new Who(AskerKind.AGENTS, agent, person));
        }
        if (word.startsWith(Who.SERVICE)) {
            String service = word.substring(Who.SERVICE.length());
            identity("service", service);
            return Optional.of(new Who(AskerKind.SERVICES, service, Asked.NOBODY));
        }
        return person(word).map(Who::person);
    }

    private Optional<Directory.Person> person(String login) {
        Optional<Directory.Person> person = Optional.ofNullable(directory.people().get(login));
        if (person.isEmpty()) {
            List<String> known = new ArrayList<>(directory.people().keySet());
            known.addAll(services());
            unknown(SP1301, "person", login, known);
        }
        return person;
    }

    private List<String> services() {
        return identities("service").stream().map(name -> Who.SERVICE + name).toList();
    }

    private void identity(String kind, String name) {
        if (!identities(kind).contains(name)) {
            unknown(SP1301, kind, name, identities(kind));
        }
    }

    /** An agent and a service are known by what is assigned to them. */
    private List<String> identities(String kind) {
        return policy.assignments().stream()
                .map(assignment -> GranteeWords.named(assignment.grantee()))
                .filter(words -> words.startsWith(kind + " "))
                .map(words -> words.substring(kind.length() + 1))
                .distinct()
                .toList();
    }

    private Optional<Verb> verb(String word) {
        if (Verb.of(word).isEmpty()) {
            List<String> verbs = Arrays.stream(Verb.values()).map(Verb::toString).toList();
            unknown(SP6007, "verb", word, verbs);
        }
        return Verb.of(word);
    }

    private Optional<Target> target(String written) {
        String word = withoutEnvironment(written);
        for (Catalog.Database database : policy.catalog().databases().values()) {
            for (Catalog.GovernedTable table : database.tables()) {
                String name = database.name() + "." + table.name();
                if (word.equals(name)) {
                    return Optional.of(new Target(database.name(), table, Optional.empty()));
                }
                if (word.startsWith(name + ".")) {
                    return column(database, table, word.substring(name.length() + 1));
                }
            }
        }
        unknown(SP1102, "table", word, names(word));
        return Optional.empty();
    }

    /** A column without a class is seen by nobody, so there is no more to say of it. */
    private Optional<Target> column(
            Catalog.Database database, Catalog.GovernedTable table, String column) {
        if (table.classOf(column).isEmpty()) {
            problems.add(
                    Problem.at(
                            table.place(),
                            SP1103,
                            "table "
                                    + Words.quoted(table.name().toString())
                                    + " has no column "
                                    + Words.quoted(column)
                                    + " with a class, and without one nobody sees it",
                            Words.suggestion(column, table.columns().keySet())));
            return Optional.empty();
        }
        return Optional.of(new Target(database.name(), table, Optional.of(column)));
    }

    /** Tables, and columns where dots enough for one are written. */
    private List<String> names(String word) {
        boolean column = word.chars().filter(letter -> letter == '.').count() >= 2;
        List<String> names = new ArrayList<>();
        for (Catalog.Database database : policy.catalog().databases().values()) {
            for (Catalog.GovernedTable table : database.tables()) {
                String name = database.name() + "." + table.name();
                names.add(name);
                if (column) {
                    table.columns().keySet().forEach(known -> names.add(name + "." + known));
                }
            }
        }
        return names;
    }

    /** Columns of the row are the table's, or the subject's that its scopes ask about. */
    private void row(Target target, Map<String, String> row) {
        for (String column : row.keySet()) {
            boolean known =
                    policy.catalog().databases().values().stream()
                            .filter(database -> database.name().equals(target.database()))
                            .flatMap(database -> database.tables().stream())
                            .anyMatch(table -> table.columns().containsKey(column));
            if (!known && target.governed().classOf(column).isEmpty()) {
                unknown(SP1103, "column of a row", column, target.governed().columns().keySet());
            }
        }
    }

    private Circumstances circumstances(Asked asked, Instant now, Optional<Who> who) {
        asked.purpose()
                .ifPresent(
                        purpose -> known(SP1106, "purpose", purpose, policy.catalog().purposes()));
        Optional<String> environment = asked.environment().or(() -> before(asked.target()));
        environment.ifPresent(
                name -> known(SP1301, "environment", name, policy.catalog().environments()));
        return new Circumstances(
                asked.at().map(this::instant).orElse(now),
                asked.purpose(),
                asked.network(),
                asked.device(),
                environment,
                who.map(found -> found.person().attributes()).orElse(Map.of()));
    }

    private Instant instant(String written) {
        Optional<Instant> instant = Moment.read(written);
        if (instant.isEmpty()) {
            problems.add(
                    Problem.of(
                            SP6007,
                            Words.quoted(written) + " is not a time",
                            "write `2027-01-31` or `2027-01-31T12:00:00Z`"));
        }
        return instant.orElse(Instant.EPOCH);
    }

    /** {@code prod/ehr.hosp.patients} says the environment, too. */
    private static Optional<String> before(String target) {
        int slash = target.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(target.substring(0, slash));
    }

    private static String withoutEnvironment(String target) {
        return target.substring(target.indexOf('/') + 1);
    }

    private <T> Optional<T> known(
            ProblemCode code, String what, String word, Map<String, T> known) {
        Optional<T> found = Optional.ofNullable(known.get(word));
        if (found.isEmpty()) {
            unknown(code, what, word, known.keySet());
        }
        return found;
    }

    private void unknown(ProblemCode code, String what, String word, Collection<String> known) {
        problems.add(
                Problem.of(
                        code,
                        "unknown " + what + " " + Words.quoted(word),
                        Words.suggestion(word, known)));
    }
}
