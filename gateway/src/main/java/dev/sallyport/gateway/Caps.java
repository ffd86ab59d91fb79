package dev.sallyport.gateway;

import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Entitlements.Held;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Limits;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which limits hold for somebody, and for which of their statements: those of each role that a
 * statement may read through, narrowed by its assignment.
 */
final class Caps {
    /** Where nobody counts. */
    static final Caps NONE = new Caps(Map.of(), List.of(), List.of());

    private final Map<String, List<Cap>> byRole;
    private final List<Volume> volumes;
    private final List<Guardrail> watching;

    /** A guardrail on rows of some classes. */
    private record Volume(Guardrail.Volume of, Cap cap) {}

    private Caps(Map<String, List<Cap>> byRole, List<Volume> volumes, List<Guardrail> watching) {
        this.byRole = Map.copyOf(byRole);
        this.volumes = List.copyOf(volumes);
        this.watching = List.copyOf(watching);
    }

    static Caps of(PolicySnapshot snapshot, Admission.Admitted who) {
        Map<String, List<Cap>> byRole = new HashMap<>();
        for (Held held : held(snapshot, who)) {
            snapshot.policy()
                    .effective(held.role())
                    .map(role -> caps(role, held))
                    .filter(caps -> !caps.isEmpty())
                    .ifPresent(caps -> byRole.put(held.role(), caps));
        }
        Optional<String> environment = Arrival.environment(snapshot).map(Environment::name);
        List<Volume> volumes = new ArrayList<>();
        List<Guardrail> watching = new ArrayList<>();
        for (Guardrail guardrail : snapshot.policy().guardrails()) {
            if (guardrail.concerns(who.asker().kind(), environment)) {
                switch (guardrail.effect()) {
                    case NEVER ->
                            guardrail
                                    .acts()
                                    .volume()
                                    .map(of -> new Volume(of, cap(guardrail, of)))
                                    .ifPresent(volumes::add);
                    case WATCH -> watching.add(guardrail);
                }
            }
        }
        return new Caps(byRole, volumes, watching);
    }

    static List<Held> held(PolicySnapshot snapshot, Admission.Admitted who) {
        return snapshot.entitlements().account(who.login()).map(Account::roles).orElse(List.of());
    }

    /** Under which the rows of a guardrail count. */
    static String meter(Guardrail guardrail) {
        return "guardrail `" + guardrail.name() + "`";
    }

    static Cap cap(Guardrail guardrail, Guardrail.Volume of) {
        return new Cap(
                meter(guardrail),
                Cap.Span.DAY,
                of.rowsPerDay(),
                ProblemCode.SP2073,
                meter(guardrail),
                "who keeps the guardrails",
                guardrail.place(),
                then(guardrail));
    }

    static Cap.Then then(Guardrail guardrail) {
        return guardrail.then().isEmpty() ? Cap.Then.NOTHING : Cap.Then.ALERT;
    }

    private static List<Cap> caps(Role role, Held held) {
        List<Cap> caps = new ArrayList<>();
        cap(role, held, Cap.Span.QUERY, ProblemCode.SP2070, Limits::rowsPerQuery)
                .ifPresent(caps::add);
        cap(role, held, Cap.Span.HOUR, ProblemCode.SP2071, Limits::rowsPerHour)
                .ifPresent(caps::add);
        cap(role, held, Cap.Span.DAY, ProblemCode.SP2072, Limits::rowsPerDay).ifPresent(caps::add);
        return caps;
    }

    /** The smaller of what role and assignment say, and the line that says it. */
    private static Optional<Cap> cap(
            Role role,
            Held held,
            Cap.Span span,
            ProblemCode code,
            Function<Limits, Optional<Integer>> limit) {
        Limits own = role.terms().limits();
        Optional<Integer> rows = limit.apply(own.narrower(held.limits()));
        Place rule = rows.equals(limit.apply(own)) ? role.place() : held.because();
        String whose = "role `" + role.name() + "`";
        return rows.map(some ->
                new Cap(
                        role.name(),
                        span,
                        some,
                        code,
                        whose,
                        role.owner(),
                        rule,
                        Cap.Then.NOTHING));
    }

    boolean isNone() {
        return byRole.isEmpty() && volumes.isEmpty() && watching.isEmpty();
    }

    /** What holds for a statement; nothing for one that reads nobody's rows. */
    Counting.Rules of(Reach reach, Statement statement) {
        return of(reach, reach.of(statement));
    }

    /** What holds for a statement of which nothing is known. */
    Counting.Rules ofAnything(Reach reach) {
        return of(reach, Reach.Reached.ANYTHING);
    }

    private Counting.Rules of(Reach reach, Reach.Reached reached) {
        List<Cap> caps = new ArrayList<>();
        for (Role role : reach.roles()) {
            boolean through = reached.sources().stream().anyMatch(one -> one.role().equals(role));
            if (through || !reached.certain()) {
                caps.addAll(byRole.getOrDefault(role.name(), List.of()));
            }
        }
        for (Volume volume : volumes) {
            if (reach.mayCount(reached, volume.of().classes())) {
                caps.add(volume.cap());
            }
        }
        return new Counting.Rules(
                caps, watching.stream().filter(one -> watches(one, reach, reached)).toList());
    }

    private static boolean watches(Guardrail one, Reach reach, Reach.Reached reached) {
        return one.acts().volume().filter(of -> reach.mayCount(reached, of.classes())).isPresent()
                || reach.mayShow(reached, one.acts().see());
    }
}
