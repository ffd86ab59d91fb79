package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What in a plan deserves a second look. */
final class PlanNotes {
    /** Backups and feeds that ran before stop at this, whatever a policy lets them see. */
    private static final String KEPT_UNDER =
            "NOTE   whoever keeps every row is under row security all the same: without BYPASSRLS,"
                    + " pg_dump and COPY FROM of these tables are refused";

    private PlanNotes() {}

    static List<String> of(
            Policy policy, String databaseName, Surroundings surroundings, List<Change> changes) {
        Set<String> notes = new LinkedHashSet<>();
        Catalog.Database database = policy.catalog().databases().get(databaseName);
        if (database == null) {
            return List.of();
        }
        if (surroundings.makersRuleEverybody()) {
            notes.add(makers(surroundings));
        }
        limits(surroundings).forEach(limit -> notes.add("NOTE   " + limit));
        surroundings.everybody().showing().forEach(one -> notes.add(shown(one)));
        for (Change change : changes) {
            switch (change.object()) {
                case NativeObject.LensView view when !(change instanceof Change.Remove) -> {
                    notes.addAll(risky(policy, database, view));
                    notes.addAll(unfenced(database, view));
                }
                case NativeObject.RowSecurity fence when change instanceof Change.Make ->
                        notes.add("NOTE   " + fence.table() + " comes under row security");
                case NativeObject.RowPolicy keep
                        when keep.name().name().startsWith("sp_keep_")
                                && change instanceof Change.Make -> {
                    notes.add(
                            "NOTE   "
                                    + keep.name().name().substring("sp_keep_".length())
                                    + " keeps every row of "
                                    + keep.table());
                    notes.add(KEPT_UNDER);
                }
                case NativeObject.PublicGrant everybody when everybody.item().isEmpty() ->
                        notes.add(
                                "NOTE   PUBLIC loses "
                                        + everybody.privilege()
                                        + " on "
                                        + everybody.about()
                                        + kept(everybody));
                default -> {}
            }
        }
        notes.addAll(new HardeningWords(database.hardening(), changes).lines());
        return List.copyOf(notes);
    }

    private static List<String> unfenced(Catalog.Database database, NativeObject.LensView view) {
        String sql = view.definition().statements().getFirst();
        return database.tables().stream()
                .filter(table -> sql.contains(" FROM " + table.name().quoted() + " WHERE "))
                .flatMap(table ->
                        database.keptInView(table.name()).stream()
                                .map(keeping ->
                                        "NOTE   "
                                                + table.name()
                                                + " is not put under row security, each view keeps its"
                                                + " rows back: "
                                                + keeping.reason()))
                .toList();
    }

    private static String shown(Surroundings.Showing one) {
        return "NOTE   PUBLIC may read "
                + one.view()
                + ", which shows "
                + one.table()
                + " to every person";
    }

    private static String makers(Surroundings surroundings) {
        String who = String.join(", ", surroundings.roleMakers());
        return "NOTE   PostgreSQL "
                + Session.major(surroundings.version())
                + " lets whoever has CREATEROLE become any person and any role but a superuser: "
                + (who.isEmpty() ? "nobody has it now" : who);
    }

    /** What this administrator cannot do, and nobody would notice otherwise. */
    static List<String> limits(Surroundings surroundings) {
        List<String> limits = new ArrayList<>(limits(surroundings.administrator()));
        for (NativeObject.PublicGrant everybody : surroundings.beyondReach()) {
            limits.add(
                    "PUBLIC keeps "
                            + everybody.privilege()
                            + " on "
                            + everybody.about()
                            + ", which only its owner or a superuser can take away");
        }
        return limits;
    }

    static List<String> limits(Administrator administrator) {
        return switch (administrator.power()) {
            case SUPERUSER -> List.of();
            case BOUNDED ->
                    List.of(
                            "a password that somebody else gives an account of ours is not noticed",
                            "a membership that a superuser granted, only a superuser takes back");
        };
    }

    private static String kept(NativeObject.PublicGrant everybody) {
        int count = everybody.keepers().size();
        return count == 0 ? "" : "; " + count + " existing role(s) keep it by name";
    }

    private static List<String> risky(
            Policy policy, Catalog.Database database, NativeObject.LensView view) {
        Optional<Role> found = policy.effective(NativeNames.policyRole(view.name().schema()));
        List<String> notes = new ArrayList<>();
        if (found.isEmpty()) {
            return notes;
        }
        Role role = found.get();
        for (Role.Rectangle rectangle : role.allow()) {
            for (Catalog.GovernedTable table : database.tables()) {
                if (table.name().table().equals(view.name().table())
                        && rectangle.covers(database.name(), table.name())) {
                    rectangle.see().stream()
                            .sorted()
                            .filter(seen -> table.columns().containsValue(seen))
                            .filter(seen -> isHigh(policy.catalog().classes().get(seen)))
                            .forEach(seen ->
                                    notes.add(
                                            "HIGH   "
                                                    + role.name()
                                                    + " sees "
                                                    + seen
                                                    + " of "
                                                    + table.name()
                                                    + " in clear   "
                                                    + rectangle.place()));
                }
            }
        }
        return notes;
    }

    private static boolean isHigh(Catalog.@Nullable DataClass dataClass) {
        return dataClass != null && dataClass.risk().compareTo(Catalog.Risk.HIGH) >= 0;
    }
}
