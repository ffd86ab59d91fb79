package dev.sallyport.provision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The difference between what is wanted and what is observed, in an order that can be run. */
final class Planner {
    private static final String HELD = "table " + FunctionWriter.HELD;
    private static final String MINE = "view " + FunctionWriter.MINE;

    private Planner() {}

    static List<Change> changes(NativeState wanted, NativeState observed) {
        return changes(wanted, observed, List.of());
    }

    /**
     * @param steps what is done once on the way; what is observed is said as it is after renaming
     */
    static List<Change> changes(
            NativeState wanted, NativeState observed, List<NativeObject> steps) {
        Set<String> dropped = dropped(wanted, observed);
        List<Change> changes = new ArrayList<>();
        steps.forEach(step -> changes.add(new Change.Make(step)));
        wanted.byKey()
                .forEach((key, object) -> {
                    Optional<NativeObject> like =
                            observed.like(key).filter(found -> !goesWith(found, dropped));
                    if (like.isEmpty()) {
                        changes.add(new Change.Make(object));
                    } else if (!like.get().fingerprint().equals(object.fingerprint())
                            || standsOnDropped(object, dropped)) {
                        changes.add(new Change.Mend(like.get(), object));
                    }
                });
        observed.byKey()
                .forEach((key, found) -> {
                    if (wanted.like(key).isEmpty()
                            && !goesWith(found, dropped)
                            && isOursToRemove(found)) {
                        changes.add(new Change.Remove(found));
                    }
                });
        changes.sort(Comparator.comparingInt(Planner::phase));
        return List.copyOf(changes);
    }

    /** Keys of what is dropped, for good or to be made anew. */
    private static Set<String> dropped(NativeState wanted, NativeState observed) {
        Set<String> dropped = new HashSet<>();
        observed.byKey()
                .forEach((key, found) -> {
                    Optional<NativeObject> like = wanted.like(key);
                    boolean isReplaced =
                            found instanceof NativeObject.LensView
                                    || found instanceof NativeObject.OwnTable;
                    boolean changed =
                            like.isEmpty()
                                    || (isReplaced
                                            && !like.get()
                                                    .fingerprint()
                                                    .equals(found.fingerprint()));
                    if (changed) {
                        dropped.add(key);
                    }
                });
        if (dropped.contains(HELD) && observed.like(FunctionWriter.mine()).isPresent()) {
            dropped.add(MINE);
        }
        if (dropped.contains(MINE)) {
            wanted.objects().stream()
                    .filter(object -> object instanceof NativeObject.LensView)
                    .filter(object -> standsOnDropped(object, dropped))
                    .forEach(view -> dropped.add(view.key()));
        }
        return dropped;
    }

    /** Row policies and views that ask what somebody holds go with the view they ask. */
    private static boolean standsOnDropped(NativeObject object, Set<String> dropped) {
        return dropped.contains(MINE)
                && switch (object) {
                    case NativeObject.RowPolicy(_, _, Definition definition) -> asks(definition);
                    case NativeObject.LensView(var name, Definition definition) ->
                            !name.equals(FunctionWriter.MINE) && asks(definition);
                    default -> false;
                };
    }

    private static boolean asks(Definition definition) {
        return definition.statements().getFirst().contains(FunctionWriter.MINE.quoted());
    }

    /** Privileges and rows go with what they stand on. */
    private static boolean goesWith(NativeObject object, Set<String> dropped) {
        return !dropped.isEmpty() && goesWithSome(object, dropped);
    }

    private static boolean goesWithSome(NativeObject object, Set<String> dropped) {
        return switch (object) {
            case NativeObject.Grant grant ->
                    switch (grant.on()) {
                        case Securable.Relation relation ->
                                goesWithWhole(grant, relation, dropped)
                                        || dropped.contains("view " + relation.name())
                                        || dropped.contains("table " + relation.name());
                        case Securable.Function function -> dropped.contains(function.words());
                        case Securable.Schema schema -> dropped.contains(schema.words());
                        case Securable.Database database -> false;
                        case Securable.Language language -> false;
                        case Securable.Sequence sequence -> false;
                    };
            case NativeObject.HeldRow row -> dropped.contains(HELD);
            case NativeObject.LensView view ->
                    dropped.contains(HELD) && view.name().equals(FunctionWriter.MINE);
            case NativeObject.Taken taken -> dropped.contains("table " + FunctionWriter.TAKEN);
            case NativeObject.Ending ending -> dropped.contains("table " + FunctionWriter.ENDING);
            default -> false;
        };
    }

    /** Revoked from a whole relation, a privilege is revoked from each of its columns. */
    private static boolean goesWithWhole(
            NativeObject.Grant grant, Securable.Relation relation, Set<String> dropped) {
        String privilege = grant.privilege().replace("*", "");
        return relation.column().isPresent()
                && (dropped.contains(grant.whole(privilege).key())
                        || dropped.contains(grant.whole(privilege + "*").key()));
    }

    /** An owner's own default privileges may have been there before us. */
    private static boolean isOursToRemove(NativeObject found) {
        return !(found instanceof NativeObject.DefaultPrivilege);
    }

    /** Names first, then what is taken, then what is given, then what nothing needs any more. */
    private static int phase(Change change) {
        return switch (change) {
            case Change.Make make -> giving(make.object());
            case Change.Mend mend -> giving(mend.object());
            case Change.Remove remove -> taking(remove.object());
        };
    }

    private static int giving(NativeObject object) {
        return switch (object) {
            case NativeObject.GroupRole role -> 0;
            case NativeObject.LoginRole role -> 1;
            case NativeObject.DefaultPrivilege privilege -> 2;
            case NativeObject.OwnSchema schema -> 3;
            case NativeObject.OwnTable table -> 4;
            case NativeObject.PolicyFunction function -> 20;
            case NativeObject.RowSecurity fence -> 21;
            case NativeObject.RowPolicy policy -> 22;
            case NativeObject.LensView view -> view.name().equals(FunctionWriter.MINE) ? 19 : 23;
            case NativeObject.Grant grant -> 24;
            case NativeObject.Membership membership -> 25;
            case NativeObject.RoleSetting setting -> 26;
            case NativeObject.HeldRow row -> 28;
            case NativeObject.PublicGrant grant -> 30;
            case NativeObject.Taken taken -> 31;
            case NativeObject.Ending never -> 37;
            case NativeObject.Renaming first -> -1;
            case NativeObject.Handover handover -> 5;
            case NativeObject.RetiredLogin row -> 28;
        };
    }

    private static int taking(NativeObject object) {
        return switch (object) {
            case NativeObject.HeldRow row -> 10;
            case NativeObject.Ending ending -> 10;
            case NativeObject.RetiredLogin row -> 10;
            case NativeObject.Renaming never -> 37;
            case NativeObject.Handover never -> 37;
            case NativeObject.Membership membership -> 11;
            case NativeObject.PublicGrant grant -> 12;
            case NativeObject.Taken taken -> 12;
            case NativeObject.Grant grant -> 13;
            case NativeObject.RoleSetting setting -> 14;
            case NativeObject.RowPolicy policy -> 15;
            case NativeObject.LensView view -> 16;
            case NativeObject.RowSecurity fence -> 30;
            case NativeObject.PolicyFunction function -> 31;
            case NativeObject.OwnTable table -> 32;
            case NativeObject.OwnSchema schema -> 33;
            case NativeObject.GroupRole role -> 34;
            case NativeObject.LoginRole role -> 35;
            case NativeObject.DefaultPrivilege never -> 36;
        };
    }
}
