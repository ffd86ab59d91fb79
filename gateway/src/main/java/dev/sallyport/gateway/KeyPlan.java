package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog.DataClass;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Effect;
import dev.sallyport.sql.FromItem;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Use;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.SelectShape.Part;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a statement lacks for its result to say whose each row is. The same for all texts of one
 * normalised form.
 *
 * @param shape of the statement
 * @param items what is added to its list, in SQL; empty where nothing is
 * @param keys which of them each holds
 * @param tables whose rows then say whose they are
 * @param reach whether the result then says of everybody who they are
 * @param movesNames whether names without a schema may mean something else after it
 * @param options of a COPY, as it is normalised
 * @param longer why it may not run with the items
 * @param bare why it may not run without them
 */
record KeyPlan(
        Optional<SelectShape> shape,
        List<String> items,
        List<KeyName> keys,
        Set<String> tables,
        Reach reach,
        boolean movesNames,
        String options,
        Optional<Problem> longer,
        Optional<Problem> bare) {

    /** Whom the keys of a result name. */
    enum Reach {
        /** As far as the columns of the result tell. */
        AS_DESCRIBED,
        /** Not everybody, though that cannot be told by the columns. */
        SOME,
        /** Everybody, though a table may be there twice. */
        ALL
    }

    /** One row of the result is not one row of each FROM item, or may not be. */
    private static final Set<Part> MORE_THAN_PLAIN =
            Set.of(
                    Part.DISTINCT,
                    Part.GROUPING,
                    Part.SET_OPERATION,
                    Part.AGGREGATE,
                    Part.WINDOW,
                    Part.UNKNOWN_FUNCTION,
                    Part.INNER_AGGREGATE);

    private static final Set<String> DECIDE_NAMES =
            Set.of("search_path", "role", "session_authorization");

    /** The options of a COPY under which its rows can be read: they name no delimiter, no null. */
    private static final Pattern COPIED =
            Pattern.compile(
                    ".*\\) to stdout((?:[ (),]|\\b(?:with|format|text|csv|binary|header|true|on)\\b)*)");

    KeyPlan {
        items = List.copyOf(items);
        keys = List.copyOf(keys);
        tables = Set.copyOf(tables);
    }

    private static KeyPlan nothing(boolean moves, Optional<Problem> refusal) {
        return new KeyPlan(
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                Reach.AS_DESCRIBED,
                moves,
                "",
                refusal,
                refusal);
    }

    /** Why it may not run with this added to it: it would show what has to be accounted for. */
    Optional<Problem> refusal(@Nullable Added added) {
        return added != null && added.keys().equals(keys) ? longer : bare;
    }

    /**
     * @param shown what the views of this database show
     * @param sure whether a name without a schema means one of the person's views for certain
     */
    static KeyPlan of(List<Statement> statements, Known shown, boolean sure) {
        boolean moves = statements.stream().anyMatch(KeyPlan::movesNames);
        if (statements.size() != 1) {
            return nothing(
                    moves,
                    statements.stream()
                            .flatMap(one -> unaccounted(one, shown, _ -> false).stream())
                            .findFirst());
        }
        Statement statement = statements.getFirst();
        Optional<SelectShape> shape =
                statement.touches().shape().filter(one -> mayBeAdded(one, statement, shown));
        return shape.isEmpty() || named(statement, shown).isEmpty()
                ? nothing(
                        moves,
                        unaccounted(statement, shown, use -> isUnseen(statement, use.relation())))
                : new Making(shape.get(), statement, shown, sure).plan(moves);
    }

    /** It would show what has to be accounted for without saying whose it is. */
    private static Optional<Problem> unaccounted(
            Statement statement, Known shown, Predicate<RelationUse> isNamed) {
        if (!shown.accounts() || statement.verb().startsWith("EXPLAIN")) {
            return Optional.empty();
        }
        return statement.touches().relations().stream()
                .filter(use -> use.use() != Use.DEFINED && !isNamed.test(use))
                .flatMap(use ->
                        shown.accounted(statement, use).stream()
                                .map(shows -> unaccounted(shows, use.relation())))
                .findFirst();
    }

    private static Problem unaccounted(DataClass shows, RelationName relation) {
        return Problem.at(
                shows.place(),
                ProblemCode.SP2080,
                "this shows `%s` of `%s` without saying whose it is"
                        .formatted(shows.name(), relation),
                "ask row by row and by the table's own name: no DISTINCT, GROUP BY, UNION,"
                        + " aggregate or function of your own, one statement at a time");
    }

    /**
     * A change of it, with nothing shown and no other mention of it. A MERGE tells by how many rows
     * it changes what it has found.
     */
    private static boolean isUnseen(Statement statement, RelationName relation) {
        return statement
                        .touches()
                        .shape()
                        .filter(shape -> showsNothing(shape) && !shape.has(Part.MERGE))
                        .filter(shape ->
                                shape.from().getFirst().relation().equals(Optional.of(relation)))
                        .isPresent()
                && statement.touches().relations().stream()
                        .allMatch(use -> !use.relation().equals(relation) || use.times() == 1);
    }

    /** Whether the client asked for a change, and for no rows. */
    boolean isSwallowed() {
        return shape.filter(KeyPlan::showsNothing).isPresent();
    }

    private static boolean showsNothing(SelectShape shape) {
        return shape.isChange() && !shape.has(Part.RETURNING);
    }

    /** What is known of the relations that a person can name. */
    interface Known {
        boolean isSomebodys(RelationName relation);

        List<ShownColumns.Column> keysOf(RelationName relation);

        /** Whether a row may be somebody else's after it: what it returns says whose it is now. */
        default boolean moves(Statement statement, RelationName relation) {
            Set<String> set = statement.touches().derived().set();
            return !set.isEmpty()
                    && keysOf(relation).stream().anyMatch(key -> set.contains(key.name()));
        }

        /** Whether a change that returns its rows is the same change. */
        boolean mayReturn(RelationName relation, SelectShape change);

        /** What an added column is called. */
        String mark();

        /** Whether there is data that the record must say the subjects of. */
        boolean accounts();

        /** The class of such data that a statement uses of a relation. */
        Optional<DataClass> accounted(Statement statement, RelationUse use);
    }

    private static List<RelationName> named(Statement statement, Known shown) {
        return statement.touches().relations().stream()
                .filter(one -> shown.isSomebodys(one.relation()))
                .flatMap(one -> Collections.nCopies(one.times(), one.relation()).stream())
                .toList();
    }

    private static boolean mayBeAdded(SelectShape shape, Statement statement, Known shown) {
        if (shape.isChange()) {
            return !shape.has(Part.WITH)
                    && (shape.has(Part.RETURNING)
                            || (shape.has(Part.FILTERED)
                                    && (shape.has(Part.UPDATE) || shape.has(Part.DELETE)))
                            || mayReturn(shape, shown));
        }
        return (!statement.verb().equals("COPY") || options(statement).isPresent())
                && shape.parts().stream().noneMatch(MORE_THAN_PLAIN::contains)
                && statement.touches().relations().stream()
                        .allMatch(one -> one.use().compareTo(Use.CHANGED) < 0);
    }

    private static boolean mayReturn(SelectShape change, Known shown) {
        return change.from()
                .getFirst()
                .relation()
                .filter(target -> shown.mayReturn(target, change))
                .isPresent();
    }

    private static Optional<String> options(Statement statement) {
        return Optional.of(COPIED.matcher(statement.normalised()))
                .filter(Matcher::matches)
                .map(copy -> copy.group(1));
    }

    /** Whether a name without a schema may mean something else after it. */
    static boolean movesNames(Statement statement) {
        return statement.effect() == Effect.DEFINE
                || statement.carriesCode()
                || (statement.touchesSettings()
                        && !statement.verb().matches("SET|RESET|DISCARD|EXECUTE"))
                || statement.touches().settings().stream().anyMatch(DECIDE_NAMES::contains);
    }

    /** One plan while it is made. */
    private static final class Making {
        private final SelectShape shape;
        private final Statement statement;
        private final Known shown;
        private final boolean sure;
        private final List<FromItem> somebodys;
        private final List<RelationName> named;
        private final List<String> items = new ArrayList<>();
        private final List<KeyName> keys = new ArrayList<>();

        /** How many items of each relation have a key in the result. */
        private final Map<RelationName, Integer> keyed = new HashMap<>();

        /** The same, without what is added. */
        private final Map<RelationName, Integer> written = new HashMap<>();

        private boolean missing;

        Making(SelectShape shape, Statement statement, Known shown, boolean sure) {
            this.shape = shape;
            this.statement = statement;
            this.shown = shown;
            this.sure = sure;
            this.named = named(statement, shown);
            this.somebodys =
                    shape.from().stream()
                            .filter(item -> item.relation().map(shown::isSomebodys).orElse(false))
                            .toList();
        }

        private Optional<Problem> unaccounted(Map<RelationName, Integer> by) {
            return KeyPlan.unaccounted(
                    statement,
                    shown,
                    use ->
                            (by.getOrDefault(use.relation(), 0) == use.times()
                                            && !shown.moves(statement, use.relation()))
                                    || isUnseen(statement, use.relation()));
        }

        KeyPlan plan(boolean moves) {
            somebodys.forEach(this::key);
            Reach reach =
                    missing
                            ? Reach.SOME
                            : !items.isEmpty() && (showsNothing(shape) || isAllOfThem())
                                    ? Reach.ALL
                                    : Reach.AS_DESCRIBED;
            return new KeyPlan(
                    Optional.of(shape),
                    items,
                    keys,
                    keyed.keySet().stream().map(RelationName::name).collect(Collectors.toSet()),
                    reach,
                    moves,
                    options(statement).orElse(""),
                    unaccounted(keyed),
                    unaccounted(written));
        }

        private boolean isAllOfThem() {
            return somebodys.size() == named.size();
        }

        private void key(FromItem item) {
            RelationName relation = item.relation().orElseThrow();
            List<ShownColumns.Column> known =
                    sure || relation.schema().isPresent() ? shown.keysOf(relation) : List.of();
            boolean there = isThere(item, known);
            if (!there && (known.isEmpty() || isHidden(item) || !hasPlace())) {
                missing = true;
                return;
            }
            keyed.merge(relation, 1, Integer::sum);
            if (there) {
                written.merge(relation, 1, Integer::sum);
            } else {
                add(item, known.getFirst());
            }
        }

        private void add(FromItem item, ShownColumns.Column key) {
            keys.add(key.key().orElseThrow());
            items.add(
                    qualifier(item)
                            + "."
                            + quoted(key.name())
                            + (isCopy() ? "::pg_catalog.text AS " : " AS ")
                            + quoted(shown.mark()));
        }

        private boolean hasPlace() {
            return shape.isChange() || shape.fromWord() >= 0;
        }

        private boolean isCopy() {
            return statement.verb().equals("COPY");
        }

        /**
         * A key that is in the list names this item only where its table is there once; the columns
         * of a COPY are not described.
         */
        private boolean isThere(FromItem item, List<ShownColumns.Column> known) {
            String table = item.relation().orElseThrow().name();
            return !isCopy()
                    && named.stream().filter(one -> one.name().equals(table)).count() == 1
                    && known.stream().anyMatch(key -> shape.shows(item, key.name()));
        }

        /** Another item has the same name, which then says too little. */
        private boolean isHidden(FromItem item) {
            return shape.from().stream().filter(other -> other.name().equals(item.name())).count()
                    > 1;
        }

        private static String qualifier(FromItem item) {
            RelationName relation = item.relation().orElseThrow();
            return item.alias().map(Making::quoted).orElseGet(() -> written(relation));
        }

        private static String written(RelationName relation) {
            return relation.schema().map(schema -> quoted(schema) + ".").orElse("")
                    + quoted(relation.name());
        }

        private static String quoted(String name) {
            return new SqlIdentifier(name).quoted();
        }
    }
}
