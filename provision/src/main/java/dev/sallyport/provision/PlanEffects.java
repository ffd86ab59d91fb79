package dev.sallyport.provision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whom a list of changes gives something, and from whom it takes something. */
final class PlanEffects {
    private static final String GROUP = "sp_role_";
    private static final String LENS = "sp_lens_";

    private final Set<String> people = new HashSet<>();
    private final List<String> lenses = new ArrayList<>();
    private final Map<String, Set<String>> wantedHolders;
    private final Map<String, Set<String>> holders;
    private final Set<Effect> gains = new LinkedHashSet<>();
    private final Set<Effect> losses = new LinkedHashSet<>();

    PlanEffects(NativeState wanted, NativeState observed, List<Change> changes) {
        this.wantedHolders = holders(wanted);
        this.holders = holders(observed);
        for (NativeState state : List.of(wanted, observed)) {
            state.objects().forEach(this::person);
        }
        observed.objects().forEach(this::lens);
        changes.forEach(this::weigh);
    }

    List<Effect> gains() {
        return List.copyOf(gains);
    }

    List<Effect> losses() {
        return List.copyOf(losses);
    }

    /** Only somebody who was there can have a session to end. */
    Set<String> losers() {
        Set<String> losers = new TreeSet<>();
        losses.forEach(loss -> losers.add(loss.login()));
        return losers;
    }

    private void person(NativeObject object) {
        if (object instanceof NativeObject.LoginRole role) {
            people.add(role.name().name());
        }
    }

    private void lens(NativeObject object) {
        if (object instanceof NativeObject.GroupRole role && role.name().name().startsWith(LENS)) {
            lenses.add(role.name().name());
        }
    }

    private void weigh(Change change) {
        switch (change) {
            case Change.Make(NativeObject object) -> gain(object);
            case Change.Mend(NativeObject before, NativeObject after) -> mend(before, after);
            case Change.Remove(NativeObject object) -> lose(object);
        }
    }

    private void gain(NativeObject object) {
        switch (object) {
            case NativeObject.Membership membership ->
                    role(membership)
                            .ifPresent(role ->
                                    gains.add(new Effect(membership.member().name(), "+" + role)));
            case NativeObject.LensView view -> gainInRole(view);
            case NativeObject.Renaming renaming ->
                    losses.add(
                            new Effect(
                                    renaming.from().name(),
                                    "signs in as " + renaming.to().name() + " from now on"));
            default -> {}
        }
    }

    /** For those who already held the role; the others gain the role itself. */
    private void gainInRole(NativeObject.LensView view) {
        String role = view.name().schema();
        for (String login : holders.getOrDefault(role, Set.of())) {
            if (wantedHolders.getOrDefault(role, Set.of()).contains(login)) {
                gains.add(new Effect(login, role + ": +" + view.name().table()));
            }
        }
    }

    private void mend(NativeObject before, NativeObject after) {
        switch (after) {
            case NativeObject.LoginRole role -> account((NativeObject.LoginRole) before, role);
            case NativeObject.LensView view ->
                    loseInRole(view.name().schema(), view.name().table() + " shown otherwise");
            case NativeObject.RowPolicy policy -> losePolicy(policy, "other rows of ");
            case NativeObject.HeldRow row -> held((NativeObject.HeldRow) before, row);
            case NativeObject.Membership membership ->
                    membership((NativeObject.Membership) before, membership);
            default -> {}
        }
    }

    /** Back from a suspension is a gain; every other change takes something. */
    private void membership(NativeObject.Membership before, NativeObject.Membership after) {
        if (before.isInert() && !after.isInert()) {
            gain(after);
        } else {
            lose(after);
        }
    }

    /** When it ends is told of each role, not of the account. */
    private void account(NativeObject.LoginRole before, NativeObject.LoginRole after) {
        String login = after.name().name();
        if (before.signsIn() && !after.signsIn()) {
            losses.add(new Effect(login, "may not sign in"));
        } else if (!before.signsIn() && after.signsIn()) {
            gains.add(new Effect(login, "may sign in"));
        } else if (!before.withoutEnd().equals(after.withoutEnd())) {
            losses.add(new Effect(login, "account put right"));
        }
    }

    private void held(NativeObject.HeldRow before, NativeObject.HeldRow after) {
        if (!before.standing().equals(after.standing())) {
            losses.add(new Effect(after.login(), after.role() + " put right"));
            return;
        }
        if (!before.until().equals(after.until())) {
            boolean shorter =
                    after.until()
                            .filter(end -> before.until().map(end::isBefore).orElse(true))
                            .isPresent();
            String what = after.role() + (shorter ? " ends sooner" : " ends later");
            (shorter ? losses : gains).add(new Effect(after.login(), what));
        }
        Set<String> names = new TreeSet<>(before.attributes().keySet());
        names.addAll(after.attributes().keySet());
        for (String name : names) {
            attribute(after.login(), name, before.values(name), after.values(name));
        }
    }

    private void attribute(String login, String name, List<String> before, List<String> after) {
        if (!after.containsAll(before)) {
            losses.add(new Effect(login, "−" + name));
        }
        if (!before.containsAll(after)) {
            gains.add(new Effect(login, "+" + name));
        }
    }

    private void lose(NativeObject object) {
        switch (object) {
            case NativeObject.Membership membership -> {
                String what = role(membership).orElse(membership.role().name());
                if (people.contains(membership.member().name())) {
                    losses.add(new Effect(membership.member().name(), "−" + what));
                }
            }
            case NativeObject.Grant grant -> loseGrant(grant);
            case NativeObject.LensView view ->
                    loseInRole(view.name().schema(), "−" + view.name().table());
            case NativeObject.RowPolicy policy -> losePolicy(policy, "rows of ");
            case NativeObject.HeldRow row -> loseRow(row.login(), "−" + row.role());
            case NativeObject.LoginRole role ->
                    losses.add(new Effect(role.name().name(), "account removed"));
            case NativeObject.Ending ending ->
                    losses.add(new Effect(ending.login(), "sessions left by an interrupted apply"));
            default -> {}
        }
    }

    /** Rows of a login that has another name now are not lost. */
    private void loseRow(String login, String what) {
        if (people.contains(login)) {
            losses.add(new Effect(login, what));
        }
    }

    private void loseGrant(NativeObject.Grant grant) {
        String grantee = grant.grantee().map(name -> name.name()).orElse("");
        String what = "−" + grant.privilege() + " on " + grant.on().words();
        if (people.contains(grantee)) {
            losses.add(new Effect(grantee, what));
        } else if (grantee.startsWith(GROUP)) {
            loseInRole(grantee.substring(GROUP.length()), what);
        } else if (grantee.startsWith(LENS)) {
            loseInRole(grantee.substring(LENS.length()), what);
        }
    }

    private void losePolicy(NativeObject.RowPolicy policy, String what) {
        for (String lens : lenses) {
            if (policy.name().name().startsWith(lens + "_")) {
                loseInRole(lens.substring(LENS.length()), what + policy.table().table());
            }
        }
    }

    private void loseInRole(String role, String what) {
        for (String login : holders.getOrDefault(role, Set.of())) {
            losses.add(new Effect(login, role + ": " + what));
        }
    }

    /** Who holds what, by role. */
    private static Map<String, Set<String>> holders(NativeState state) {
        Map<String, Set<String>> holders = new HashMap<>();
        for (NativeObject object : state.objects()) {
            if (object instanceof NativeObject.Membership membership) {
                role(membership)
                        .ifPresent(role ->
                                holders.computeIfAbsent(role, key -> new TreeSet<>())
                                        .add(membership.member().name()));
            }
        }
        return holders;
    }

    private static Optional<String> role(NativeObject.Membership membership) {
        return Optional.of(membership.role().name())
                .filter(name -> name.startsWith(GROUP))
                .map(name -> name.substring(GROUP.length()));
    }
}
