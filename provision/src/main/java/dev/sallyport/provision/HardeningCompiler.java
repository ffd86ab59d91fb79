package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.SqlIdentifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes from PUBLIC what no person needs, remembers what it took, and gives just that back where
 * the policy declines it. Roles that were there before keep by name what they had.
 */
final class HardeningCompiler {
    private final Hardening hardening;
    private final Surroundings surroundings;
    private final Draft draft;
    private final Map<String, NativeObject.Taken> lost = new TreeMap<>();

    /** What is declined and PUBLIC has, in part perhaps. */
    private final Map<String, NativeObject.PublicGrant> may = new TreeMap<>();

    HardeningCompiler(Catalog.Database database, Surroundings surroundings, Draft draft) {
        this.hardening = database.hardening();
        this.surroundings = surroundings;
        this.draft = draft;
        surroundings.everybody().lost().forEach(taken -> lost.put(taken.key(), taken));
    }

    void compile(Catalog.Database database) {
        for (NativeObject.PublicGrant grant : surroundings.everybody().may()) {
            grant.item().ifPresent(item -> open(item, grant));
        }
        for (NativeObject.Taken taken : lost.values()) {
            if (!isDeclined(taken.item())) {
                draft.add(taken);
            } else if (taken.item() != Hardening.Item.NEW_FUNCTIONS) {
                draft.add(givenBack(taken));
            }
        }
        if (!isDeclined(Hardening.Item.NEW_FUNCTIONS)) {
            database.tables().stream()
                    .flatMap(governed -> surroundings.table(governed.name()).stream())
                    .map(Surroundings.Table::owner)
                    .distinct()
                    .forEach(this::close);
        }
    }

    private boolean isDeclined(Hardening.Item item) {
        return hardening.declined(item).isPresent();
    }

    /** What everybody may now: left, or taken and remembered. */
    private void open(Hardening.Item item, NativeObject.PublicGrant grant) {
        if (isDeclined(item)) {
            draft.add(grant);
            may.put(grant.key(), grant);
            return;
        }
        List<String> keepers =
                grant.keepers().stream()
                        .filter(keeper -> !grant.holders().contains(keeper))
                        .map(SqlIdentifier::name)
                        .toList();
        var taking =
                new NativeObject.Taken(
                        grant.about(), item, grant.clauses(), grant.privilege(), keepers);
        lost.merge(taking.key(), taking, HardeningCompiler::both);
    }

    /** Somebody gave some of it back to PUBLIC, or an upgrade did: it is taken once more. */
    private static NativeObject.Taken both(NativeObject.Taken before, NativeObject.Taken now) {
        return new NativeObject.Taken(
                before.about(),
                before.item(),
                union(before.clauses(), now.clauses()),
                before.privilege(),
                union(before.keepers(), now.keepers()));
    }

    private static List<String> union(List<String> before, List<String> now) {
        Set<String> all = new LinkedHashSet<>(before);
        all.addAll(now);
        return List.copyOf(all);
    }

    private NativeObject.PublicGrant givenBack(NativeObject.Taken taken) {
        NativeObject.PublicGrant now =
                may.get("public " + taken.privilege() + " on " + taken.about());
        return new NativeObject.PublicGrant(
                taken.about(),
                Optional.of(taken.item()),
                now == null ? taken.clauses() : union(taken.clauses(), now.clauses()),
                taken.privilege(),
                taken.keepers().stream()
                        .filter(surroundings.roles()::contains)
                        .map(SqlIdentifier::new)
                        .toList(),
                List.of());
    }

    /** New functions of an owner; closed already, it is not ours to open again. */
    private void close(SqlIdentifier owner) {
        var privilege = new NativeObject.DefaultPrivilege(owner);
        draft.add(privilege);
        if (!surroundings.everybody().closed().contains(owner.name())) {
            draft.add(
                    new NativeObject.Taken(
                            "new functions of " + owner.name(),
                            Hardening.Item.NEW_FUNCTIONS,
                            List.of(
                                    "ALTER DEFAULT PRIVILEGES FOR ROLE "
                                            + owner.quoted()
                                            + " GRANT EXECUTE ON FUNCTIONS TO PUBLIC"),
                            "EXECUTE",
                            List.of()));
        }
    }
}
