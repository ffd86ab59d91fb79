package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7114;
import static dev.sallyport.problem.ProblemCode.SP7181;

import dev.sallyport.control.directory.CsvTable.Row;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes people from a table, for a site without an identity provider: all of it or nothing, and a
 * preview is the same way without an end. Whoever is not in the table stays as they are.
 */
public final class CsvImport {
    private static final Set<String> REQUIRED = Set.of("userName", "name");
    private static final Set<String> OPTIONAL =
            Set.of(
                    "login",
                    "externalId",
                    "groups",
                    "department",
                    "manager",
                    "active",
                    "start",
                    "end");

    private final DirectoryWork work;
    private final People people;
    private final Groups groups;
    private final Set<String> attributes;

    CsvImport(DirectoryWork work, People people, Groups groups, Set<String> attributes) {
        this.work = work;
        this.people = people;
        this.groups = groups;
        this.attributes = Set.copyOf(attributes);
    }

    /**
     * What a table would come to.
     *
     * @param steps what would change, in the order of the table
     * @param problems why nothing of it is taken as it is, by line
     * @param seen stands for the table and all that it would change: another one is another import
     */
    public record Preview(List<Step> steps, List<Problem> problems, String seen) {
        public Preview {
            steps = List.copyOf(steps);
            problems = List.copyOf(problems);
        }
    }

    /** What became of a table. */
    public sealed interface Outcome {

        /** What has changed, in the order of the table. */
        record Accepted(List<Step> steps) implements Outcome {
            public Accepted {
                steps = List.copyOf(steps);
            }
        }

        /** Nothing changed: everything that is wrong, by line. */
        record Rejected(List<Problem> problems) implements Outcome {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Nothing of it is kept, recorded or told. */
    public Preview preview(String file, String text) {
        return work.tried(
                Source.CSV,
                change -> {
                    try {
                        return taken(change, file, text);
                    } catch (Refused noTable) {
                        return new Preview(List.of(), noTable.problems(), "");
                    }
                });
    }

    /**
     * All of it, or nothing.
     *
     * @param seen what a preview said; where it would come to something else by now, it is refused
     */
    public Outcome apply(String file, String text, String actor, Optional<String> seen) {
        try {
            return new Outcome.Accepted(
                    work.change(
                            Source.CSV,
                            actor,
                            "csv import " + file,
                            change -> {
                                Preview taken = taken(change, file, text);
                                if (!taken.problems().isEmpty()) {
                                    throw new Refused(taken.problems());
                                }
                                seen.ifPresent(code -> requireSame(file, code, taken.seen()));
                                return taken.steps();
                            }));
        } catch (Refused refused) {
            return new Outcome.Rejected(refused.problems());
        }
    }

    private static void requireSame(String file, String seen, String now) {
        if (!seen.equals(now)) {
            throw new Refused(
                    Problem.at(
                            Place.line(file, 0),
                            SP7181,
                            "the table or the people in it have changed since they were seen",
                            "look again: `sallyport people import " + file + "`"));
        }
    }

    private Preview taken(Change change, String file, String text) {
        List<Row> rows = CsvTable.read(file, text);
        rows.stream().findFirst().ifPresent(row -> requireNames(file, row.cells().keySet()));
        Seen seen = new Seen(text);
        List<Problem> problems = new ArrayList<>();
        for (Row row : rows) {
            try {
                take(change, row.cells(), seen);
            } catch (Refused refused) {
                refused.problems().forEach(one -> problems.add(at(file, row.line(), one)));
            }
        }
        change.steps().forEach(seen::step);
        return new Preview(change.steps(), problems, seen.code());
    }

    private static Problem at(String file, int line, Problem problem) {
        return Problem.at(
                Place.line(file, line), problem.code(), problem.message(), problem.instead());
    }

    private void requireNames(String file, Set<String> names) {
        Set<String> known = new LinkedHashSet<>(REQUIRED);
        known.addAll(OPTIONAL);
        known.addAll(attributes);
        for (String name : names) {
            if (!known.contains(name)) {
                throw CsvTable.refused(
                        file,
                        1,
                        "nothing is called " + Words.quoted(name),
                        Words.suggestion(name, known));
            }
        }
        if (!names.containsAll(REQUIRED)) {
            throw CsvTable.refused(
                    file, 1, "the table has no `userName` or no `name`", "add the column");
        }
    }

    private void take(Change change, Map<String, String> cells, Seen seen) {
        Optional<Person> prior = people.named(cells.getOrDefault("userName", ""));
        prior.ifPresent(seen::person);
        Told told = told(cells, prior.map(Person::told));
        Terms terms = terms(cells, prior.map(Person::employment));
        Person person =
                prior.map(known -> people.alter(change, known, told, terms, cell(cells, "login")))
                        .orElseGet(() -> people.join(change, told, terms, cell(cells, "login")));
        if (cells.containsKey("groups")) {
            groups.belong(change, person, Set.copyOf(values(cells.get("groups"))));
        }
    }

    /** What has no column stays as it was. */
    private Told told(Map<String, String> cells, Optional<Told> prior) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        prior.ifPresent(known -> told.putAll(known.attributes()));
        for (String name : attributes) {
            if (cells.containsKey(name)) {
                told.remove(name);
                List<String> values = values(cells.get(name));
                if (!values.isEmpty()) {
                    told.put(name, values);
                }
            }
        }
        return new Told(
                cells.getOrDefault("userName", ""),
                kept(cells, "externalId", prior.flatMap(Told::externalId)),
                cells.getOrDefault("name", ""),
                kept(cells, "department", prior.flatMap(Told::department)),
                kept(cells, "manager", prior.flatMap(Told::manager)),
                told,
                prior.map(Told::profile).orElse("{}"));
    }

    private static Terms terms(Map<String, String> cells, Optional<Employment> prior) {
        boolean active =
                cell(cells, "active")
                        .map(CsvImport::flag)
                        .orElseGet(() -> prior.map(Employment::wanted).orElse(true));
        return new Terms(
                active,
                cells.containsKey("start")
                        ? cell(cells, "start").map(CsvImport::instant)
                        : prior.flatMap(Employment::starts),
                cells.containsKey("end")
                        ? cell(cells, "end").map(CsvImport::instant)
                        : prior.flatMap(Employment::ends));
    }

    private static Optional<String> kept(
            Map<String, String> cells, String name, Optional<String> prior) {
        return cells.containsKey(name) ? cell(cells, name) : prior;
    }

    private static Optional<String> cell(Map<String, String> cells, String name) {
        return Optional.of(cells.getOrDefault(name, "")).filter(text -> !text.isBlank());
    }

    private static List<String> values(String cell) {
        return Stream.of(cell.split(";"))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    private static boolean flag(String written) {
        if (!Arrays.asList("true", "false").contains(written)) {
            throw wrong(written, "write `true` or `false`");
        }
        return written.equals("true");
    }

    private static Instant instant(String written) {
        try {
            return written.indexOf('T') < 0
                    ? LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(written);
        } catch (DateTimeException e) {
            throw wrong(written, "write it as 2027-01-31 or 2027-01-31T12:00:00Z");
        }
    }

    private static Refused wrong(String written, String instead) {
        return new Refused(
                Problem.of(SP7114, Words.quoted(written) + " cannot be understood", instead));
    }
}
