package dev.sallyport.policy;

import dev.sallyport.policy.RandomPolicy.Block;
import dev.sallyport.policy.RandomPolicy.Cut;
import dev.sallyport.policy.RandomPolicy.Job;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Judges a random policy slowly and obviously, from its lists and never from its text. */
record Reference(RandomPolicy policy) {

    /** What the engine is asked too. */
    record Question(
            List<String> roles,
            String table,
            Optional<String> column,
            Verb verb,
            AskerKind kind,
            Optional<Moment> moment) {}

    /** When and where; the network is in 10.0.0.0/8 or is not. */
    record Moment(Instant at, boolean inside, Optional<String> environment) {}

    boolean allows(Question question) {
        return question.roles().stream().anyMatch(role -> allows(role, question));
    }

    /** Whether the first role that allows it shows the column through a mask only. */
    boolean masks(Question question, String column) {
        String first =
                question.roles().stream()
                        .filter(role -> allows(role, question))
                        .findFirst()
                        .orElseThrow();
        String dataClass = columns(question.table()).getOrDefault(column, "");
        return blocks(first, question.table()).stream()
                .noneMatch(block -> block.see().contains(dataClass));
    }

    /**
     * Whether a person with this id sees the column of a row that belongs to {@code owner}, where
     * no guardrail is.
     */
    boolean seesCell(
            List<String> roles,
            String table,
            String column,
            String id,
            String owner,
            Moment moment) {
        String dataClass = columns(table).getOrDefault(column, "");
        return roles.stream()
                .filter(role -> applies(role, Optional.of(moment)))
                .flatMap(role -> blocks(role, table).stream())
                .filter(block -> !block.mine() || id.equals(owner))
                .anyMatch(block -> shows(block, dataClass));
    }

    private boolean allows(String role, Question question) {
        return applies(role, question.moment())
                && blocks(role, question.table()).stream()
                        .anyMatch(block -> allows(block, question));
    }

    private boolean allows(Block block, Question question) {
        Map<String, String> columns = columns(question.table());
        if (question.verb() == Verb.DELETE) {
            return block.delete()
                    && columns.values().stream().noneMatch(name -> isCut(name, question));
        }
        Collection<String> meant =
                question.column()
                        .map(column ->
                                columns.containsKey(column) ? Set.of(column) : Set.<String>of())
                        .orElse(columns.keySet());
        return meant.stream()
                .anyMatch(column ->
                        gives(block, column, columns.getOrDefault(column, ""), question)
                                && !isCut(columns.getOrDefault(column, ""), question));
    }

    private static boolean gives(Block block, String column, String dataClass, Question question) {
        return switch (question.verb()) {
            case SEE -> shows(block, dataClass);
            case EXPORT -> shows(block, dataClass) && block.export().contains(dataClass);
            case INSERT -> block.insert().contains(column);
            case UPDATE -> block.update().contains(column);
            case DELETE -> block.delete();
        };
    }

    private static boolean shows(Block block, String dataClass) {
        return block.see().contains(dataClass) || block.masked().containsKey(dataClass);
    }

    boolean isCut(String dataClass, Question question) {
        return policy.cuts().stream()
                .filter(cut -> cut.dataClass().equals(dataClass))
                .filter(cut -> cut.against().map(question.kind()::equals).orElse(true))
                .filter(cut -> holds(cut, question.moment()))
                .anyMatch(cut -> concerns(cut, question.verb()));
    }

    /** What is not known does not excuse from a guardrail. */
    private static boolean holds(Cut cut, Optional<Moment> moment) {
        Optional<String> environment = moment.flatMap(Moment::environment);
        boolean here = cut.env().isEmpty() || environment.map(cut.env()::contains).orElse(true);
        return here && (!cut.outside() || moment.map(now -> isNight(now.at())).orElse(true));
    }

    private static boolean isNight(Instant at) {
        int hour = LocalTime.ofInstant(at, ZoneOffset.UTC).getHour();
        return hour < 6 || hour >= 22;
    }

    private static boolean concerns(Cut cut, Verb verb) {
        return switch (verb) {
            case SEE -> cut.verb().equals("see");
            case INSERT, UPDATE, DELETE -> cut.verb().equals("edit");
            case EXPORT -> cut.verb().equals("export") || cut.verb().equals("see");
        };
    }

    /** A role applies where all that it inherits does. */
    private boolean applies(String role, Optional<Moment> moment) {
        return line(role).stream().map(this::job).allMatch(job -> appliesByItself(job, moment));
    }

    private static boolean appliesByItself(Job job, Optional<Moment> moment) {
        Optional<String> environment = moment.flatMap(Moment::environment);
        boolean here = job.env().isEmpty() || environment.map(job.env()::contains).orElse(true);
        return here
                && switch (job.when()) {
                    case ALWAYS -> true;
                    case AFTERNOON ->
                            moment.map(now ->
                                            LocalTime.ofInstant(now.at(), ZoneOffset.UTC).getHour()
                                                    >= 12)
                                    .orElse(false);
                    case INSIDE -> moment.map(Moment::inside).orElse(false);
                };
    }

    private List<Block> blocks(String role, String table) {
        return line(role).stream()
                .flatMap(name -> job(name).blocks().stream())
                .filter(block -> block.reaches(table))
                .toList();
    }

    /** The role and all it inherits. */
    private Set<String> line(String role) {
        Set<String> line = new TreeSet<>(Set.of(role));
        for (String parent : job(role).inherits()) {
            line.addAll(line(parent));
        }
        return line;
    }

    private Job job(String name) {
        return policy.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> columns(String table) {
        return policy.tables().getOrDefault(table, Map.of());
    }
}
