package dev.sallyport.provision;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The native roles a policy becomes: one for each of its roles, one more where a guardrail leaves
 * agents or services less of it than people, and a group of its own for the edits of a role that
 * somebody holds without them.
 */
final class NativeRoles {
    private final Policy policy;
    private final Map<AskerKind, GuardrailCut> cuts = new EnumMap<>(AskerKind.class);
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<Key, Part> parts = new HashMap<>();
    private final Set<String> divided = new HashSet<>();
    private final Map<String, List<Holding>> holdings = new LinkedHashMap<>();

    private record Key(AskerKind kind, String role) {}

    /** Where a policy role is found for one kind of holder. */
    private record Part(String name, Editing editing) {}

    /** Whether the edits of a native role are for everybody who holds it. */
    enum Editing {
        FOR_ALL,
        APART,
        FOR_NOBODY
    }

    /** A native role an account is a member of, and until when. */
    record Holding(String role, Optional<Instant> until) {
        boolean hasViews() {
            return !role.endsWith(NativeNames.editing(""));
        }
    }

    private NativeRoles(Policy policy, Catalog.Database database) {
        this.policy = policy;
        for (AskerKind kind : AskerKind.values()) {
            cuts.put(kind, new GuardrailCut(policy, database, kind));
        }
        policy.effective().forEach((name, role) -> roles.put(name, cut(AskerKind.PEOPLE).of(role)));
    }

    static NativeRoles of(Policy policy, Catalog.Database database, Entitlements entitlements) {
        var roles = new NativeRoles(policy, database);
        List<Entitlements.Account> accounts = entitlements.accounts();
        accounts.forEach(roles::divide);
        accounts.forEach(roles::hold);
        entitlements.suspendedAccounts().forEach(roles::hold);
        roles.leaveOutEdits();
        return roles;
    }

    /** A variant exists for its holders, so what none of them has is not built into it. */
    private void leaveOutEdits() {
        Set<String> held = new HashSet<>();
        holdings.values().forEach(mine -> mine.forEach(holding -> held.add(holding.role())));
        for (Role role : List.copyOf(roles.values())) {
            String name = role.name();
            if (divided.contains(name)
                    && !NativeNames.policyRole(name).equals(name)
                    && !held.contains(NativeNames.editing(name))) {
                divided.remove(name);
                roles.put(name, role.with(List.copyOf(seen(role))));
            }
        }
    }

    Collection<Role> all() {
        return roles.values();
    }

    Editing editing(Role role) {
        return divided.contains(role.name()) ? Editing.APART : Editing.FOR_ALL;
    }

    /** What an account is a member of, in the order of its roles. */
    List<Holding> of(Entitlements.Account account) {
        return holdings.getOrDefault(account.login(), List.of());
    }

    /** Edits are set apart where somebody holds the role without them, or longer than them. */
    private void divide(Entitlements.Account account) {
        for (Entitlements.Held held : account.roles()) {
            part(account.kind(), held.role())
                    .filter(part -> part.editing() == Editing.FOR_NOBODY || !editsToTheEnd(held))
                    .map(Part::name)
                    .filter(this::edits)
                    .ifPresent(divided::add);
        }
    }

    private void hold(Entitlements.Account account) {
        List<Holding> mine = new ArrayList<>();
        for (Entitlements.Held held : account.roles()) {
            Optional<Part> part = part(account.kind(), held.role());
            if (part.isEmpty()) {
                continue;
            }
            mine.add(new Holding(part.get().name(), last(held).until()));
            if (divided.contains(part.get().name())
                    && part.get().editing() != Editing.FOR_NOBODY
                    && held.edit()) {
                mine.add(
                        new Holding(
                                NativeNames.editing(part.get().name()), lastEditing(held).until()));
            }
        }
        holdings.put(account.login(), List.copyOf(mine));
    }

    private static boolean editsToTheEnd(Entitlements.Held held) {
        return last(held).edit();
    }

    /** What comes later lasts longer. */
    private static Entitlements.Held last(Entitlements.Held held) {
        Entitlements.Held last = held;
        while (last.next().isPresent()) {
            last = last.next().get();
        }
        return last;
    }

    /** What gives more comes first, so nothing edits again once something did not. */
    private static Entitlements.Held lastEditing(Entitlements.Held held) {
        Entitlements.Held last = held;
        while (last.next().filter(Entitlements.Held::edit).isPresent()) {
            last = last.next().get();
        }
        return last;
    }

    /** Empty for a role that is not in the policy. */
    private Optional<Part> part(AskerKind kind, String name) {
        Role role = policy.effective().get(name);
        return role == null
                ? Optional.empty()
                : Optional.of(parts.computeIfAbsent(new Key(kind, name), key -> part(kind, role)));
    }

    private Part part(AskerKind kind, Role whole) {
        Role people = roles.getOrDefault(whole.name(), whole);
        Role mine = cut(kind).of(whole);
        if (mine.allow().equals(people.allow())) {
            return new Part(whole.name(), Editing.FOR_ALL);
        }
        if (!edits(mine) && seen(mine).equals(seen(people))) {
            return new Part(whole.name(), Editing.FOR_NOBODY);
        }
        Role named = mine.named(NativeNames.variant(whole.name(), kind));
        roles.put(named.name(), named);
        return new Part(named.name(), Editing.FOR_ALL);
    }

    private boolean edits(String name) {
        return Optional.ofNullable(roles.get(name)).filter(NativeRoles::edits).isPresent();
    }

    private static boolean edits(Role role) {
        return role.allow().stream().anyMatch(rectangle -> !rectangle.edit().isNothing());
    }

    private static Set<Role.Rectangle> seen(Role role) {
        Set<Role.Rectangle> seen = new LinkedHashSet<>();
        for (Role.Rectangle rectangle : role.allow()) {
            if (!rectangle.see().isEmpty() || !rectangle.masked().isEmpty()) {
                seen.add(rectangle.with(rectangle.on(), Role.Edit.NOTHING));
            }
        }
        return seen;
    }

    private GuardrailCut cut(AskerKind kind) {
        return Optional.ofNullable(cuts.get(kind)).orElseThrow();
    }
}
