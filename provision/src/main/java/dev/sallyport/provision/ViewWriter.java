package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3001;
import static dev.sallyport.problem.ProblemCode.SP3003;

import dev.sallyport.policy.Mask;
import dev.sallyport.policy.Policy;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a role's view of a table: its columns in the table's order, so that {@code SELECT *} is
 * what it was. Where row security keeps the rows it only projects and needs no security_barrier;
 * where it keeps them itself it must be one, and checks what is written through it.
 */
final class ViewWriter {
    private final Sight sight;
    private final Map<String, Mask> masks;
    private final InsteadCheck instead;
    private final Draft draft;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final List<String> read = new ArrayList<>();

    ViewWriter(Sight sight, Policy policy, Draft draft) {
        this.sight = sight;
        this.masks = policy.catalog().masks();
        this.instead = new InsteadCheck(policy, sight);
        this.draft = draft;
        sight.table().columns().values().forEach(this::column);
    }

    /** The columns of the table that the view reads. */
    List<String> read() {
        return List.copyOf(read);
    }

    /**
     * @param edits what may be changed through it
     * @param rows those it shows, where it keeps the others back itself
     */
    NativeObject.LensView view(TableName name, Edits.Made edits, Optional<String> rows) {
        SqlIdentifier lens = NativeNames.lens(sight.role().name());
        TableName base = sight.table().name();
        List<String> statements = new ArrayList<>();
        List<String> projections = new ArrayList<>();
        columns.forEach(
                (shown, expression) -> projections.add(expression + " AS " + SqlText.name(shown)));
        statements.add(
                "CREATE VIEW "
                        + name.quoted()
                        + rows.map(own -> " WITH (security_barrier)").orElse("")
                        + " AS SELECT "
                        + String.join(", ", projections)
                        + " FROM "
                        + base.quoted()
                        + rows.map(own -> " WHERE (" + own + ")" + check(edits)).orElse(""));
        statements.add("ALTER VIEW " + name.quoted() + " OWNER TO " + lens.quoted());
        edits.defaults()
                .forEach((column, value) ->
                        statements.add(
                                "ALTER VIEW "
                                        + name.quoted()
                                        + " ALTER COLUMN "
                                        + SqlText.name(column)
                                        + " SET DEFAULT "
                                        + value));
        statements.add(
                "COMMENT ON VIEW "
                        + name.quoted()
                        + " IS "
                        + SqlText.literal(
                                RoleCompiler.comment(sight.role())
                                        + " · source "
                                        + Definition.hash(String.join(";", statements))));
        return new NativeObject.LensView(name, Definition.of(statements));
    }

    /** A view of which nothing can be written cannot have one. */
    private static String check(Edits.Made edits) {
        return edits.verbs().contains(Verb.INSERT) || edits.verbs().contains(Verb.UPDATE)
                ? " WITH CASCADED CHECK OPTION"
                : "";
    }

    private void column(Surroundings.Column column) {
        String qualified = ScopeWriter.qualified(sight.table().name().table(), column.name());
        if (sight.isClear(column.name())) {
            column.computedFrom().stream()
                    .filter(source -> !sight.isClear(source))
                    .findFirst()
                    .ifPresent(source ->
                            problem(
                                    "column `"
                                            + column.name()
                                            + "` is computed from `"
                                            + source
                                            + "`, which role `"
                                            + sight.role().name()
                                            + "` does not see in clear",
                                    "give both columns one class"));
            show(column.name(), qualified, column.name());
            return;
        }
        List<String> names = sight.masks(column.name());
        if (names.size() > 1) {
            problem(
                    "column `"
                            + column.name()
                            + "` has two masks, `"
                            + names.get(0)
                            + "` and `"
                            + names.get(1)
                            + "`",
                    "keep one of them");
        }
        if (!names.isEmpty()) {
            masked(column, qualified, masks.get(names.getFirst()));
        }
    }

    private void masked(Surroundings.Column column, String qualified, @Nullable Mask mask) {
        if (mask == null) {
            return;
        }
        Optional<String> read = MaskWriter.reads(mask, column.name());
        if (read.isPresent() && sight.table().column(read.get()).isEmpty()) {
            draft.problem(
                    sight.rectangles().getFirst().place(),
                    SP3001,
                    "mask `"
                            + mask.name()
                            + "` shows column `"
                            + read.get()
                            + "`, which `"
                            + sight.table().name()
                            + "` does not have",
                    DatabaseCheck.suggestion(read.get(), sight.table().columns().keySet()));
            return;
        }
        Optional<InsteadCheck.Refusal> refusal = instead.refusal(mask, column.name());
        if (refusal.isPresent()) {
            problem(refusal.get().message(), refusal.get().instead());
            return;
        }
        Optional<String> expression = MaskWriter.expression(mask, column, qualified);
        if (expression.isEmpty()) {
            problem(
                    "mask `" + mask.name() + "` needs a date, and `" + column.name() + "` is none",
                    "use another mask for that class");
            return;
        }
        show(mask.as().orElse(column.name()), expression.get(), read.orElse(""));
    }

    private void show(String shown, String expression, String column) {
        if (columns.putIfAbsent(shown, expression) != null) {
            problem(
                    "two columns of `"
                            + sight.table().name()
                            + "` would be shown as `"
                            + shown
                            + "`",
                    "give the mask another `as:`");
        }
        if (!column.isEmpty() && !read.contains(column)) {
            read.add(column);
        }
    }

    private void problem(String message, String instead) {
        draft.problem(sight.rectangles().getFirst().place(), SP3003, message, instead);
    }
}
