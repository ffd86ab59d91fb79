package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3006;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Duty;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Limits;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.policy.Terms;
import dev.sallyport.problem.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the policy says and neither door enforces yet: refused, because a rule that silently does
 * nothing is believed. What nobody holds gives nothing and may stand.
 *
 * <p>The records are taken apart whole, so that a new word of the language does not compile until
 * somebody has decided about it here.
 */
final class Unenforced {
    private static final String WAIT = "take it out until a door enforces it";

    private final Policy policy;
    private final Draft draft;

    private Unenforced(Policy policy, Draft draft) {
        this.policy = policy;
        this.draft = draft;
    }

    static void check(
            Policy policy, Catalog.Database database, Entitlements entitlements, Draft draft) {
        var unenforced = new Unenforced(policy, draft);
        unenforced.engine(database);
        policy.catalog().environments().values().forEach(unenforced::environment);
        policy.assignments().forEach(unenforced::assignment);
        policy.separation().forEach(unenforced::duty);
        policy.guardrails().forEach(unenforced::guardrail);
        policy.reviews().forEach(review -> unenforced.refuse(review.place(), "a review"));
        for (String name : held(entitlements)) {
            policy.effective(name).ifPresent(unenforced::role);
        }
    }

    private static Set<String> held(Entitlements entitlements) {
        Set<String> held = new LinkedHashSet<>();
        entitlements
                .holders()
                .values()
                .forEach(holder -> holder.roles().forEach(role -> held.add(role.role())));
        return held;
    }

    private void engine(Catalog.Database database) {
        switch (database.engine()) {
            case POSTGRESQL -> {}
            case MARIADB, MYSQL ->
                    refuse(
                            database.place(),
                            "database `" + database.name() + "` on another engine than postgresql");
        }
    }

    private void environment(Environment environment) {
        refuse(environment.place(), "environment `" + environment.name() + "`");
    }

    private void assignment(Assignment assignment) {
        if (assignment.eligible()) {
            return;
        }
        Place place = assignment.place();
        if (!assignment.env().isEmpty()) {
            refuse(place, "an assignment for some environments");
        }
        if (!assignment.edit()) {
            refuse(place, "an assignment without `edit`");
        }
        limits(assignment.limits(), place, "an assignment");
        switch (assignment.end()) {
            case Assignment.Never never -> {}
            case Assignment.On on -> {}
            case Assignment.Reviewed reviewed ->
                    refuse(place, "an assignment that only a review ends");
        }
        switch (assignment.grantee()) {
            case Assignment.Group group -> {}
            case Assignment.Individual person -> {}
            case Assignment.Agent agent -> refuse(place, "an assignment to an agent");
            case Assignment.Service service -> refuse(place, "an assignment to a service");
        }
    }

    private void duty(Duty duty) {
        switch (duty) {
            case Duty.NeverBoth both -> {
                switch (both.reach()) {
                    case EVER -> {}
                    case SESSION ->
                            refuse(both.place(), "a separation of duties within one session");
                }
            }
            case Duty.SoleReviewer reviewer ->
                    refuse(reviewer.place(), "a second reviewer of policy files");
            // Nobody can ask yet, so nobody says yes to themselves.
            case Duty.FourEyes noRequests -> {}
            case Duty.Acceptance read -> {}
        }
    }

    private void guardrail(Guardrail guardrail) {
        refuse(guardrail.place(), "guardrail `" + guardrail.name() + "`");
    }

    private void role(Role role) {
        Place place = role.place();
        String what = "role `" + role.name() + "`";
        switch (role.terms()) {
            case Terms(
                            var alreadyCounted,
                            var env,
                            var standing,
                            var sessions,
                            var when,
                            var limits,
                            var statements,
                            var queries,
                            var givesOnlyByRequest,
                            var opensOnlyByRequest,
                            var opensOnlyInAnEmergency,
                            var rightsInTheConsole,
                            var endsByTheEntitlements) -> {
                if (!env.isEmpty()) {
                    refuse(place, "`env` of " + what);
                }
                if (!standing) {
                    refuse(place, "`standing: false` of " + what + ", which somebody holds");
                }
                sessions(sessions, place, what);
                when.ifPresent(condition -> refuse(condition.place(), "`when` of " + what));
                limits(limits, place, what);
                statements.ifPresent(written -> refuse(place, "`statements` of " + what));
                if (!queries.isEmpty()) {
                    refuse(queries.getFirst().place(), "`only_queries` of " + what);
                }
            }
        }
        role.purposes().forEach(this::purpose);
        role.allow().forEach(rectangle -> rectangle(rectangle, what));
    }

    private void sessions(SessionClocks clocks, Place place, String what) {
        if (!clocks.isNone()) {
            refuse(place, "`sessions` of " + what);
        }
    }

    private void limits(Limits limits, Place place, String what) {
        if (!limits.isNone()) {
            refuse(place, "`limits` of " + what);
        }
    }

    private void purpose(String name) {
        Catalog.Purpose purpose = policy.catalog().purposes().get(name);
        if (purpose != null && !purpose.needs().isEmpty()) {
            refuse(purpose.place(), "`needs` of purpose `" + name + "`");
        }
    }

    private void rectangle(Role.Rectangle rectangle, String what) {
        if (!rectangle.export().isEmpty()) {
            refuse(rectangle.place(), "`export` of " + what);
        }
        Scope scope = policy.catalog().scopes().get(rectangle.scope());
        if (scope != null && asksForSubject(scope.condition())) {
            refuse(
                    rectangle.place(),
                    "scope `" + scope.name() + "` of " + what + ", which waits for a request");
        }
    }

    private static boolean asksForSubject(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything everything -> false;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(Unenforced::asksForSubject);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(Unenforced::asksForSubject);
            case Scope.Matches matches ->
                    switch (matches.value()) {
                        case Scope.RequestedSubject subject -> true;
                        case Scope.UserAttribute attribute -> false;
                        case Scope.Literal literal -> false;
                        case Scope.Null none -> false;
                    };
            case Scope.Exists exists -> asksForSubject(exists.where());
        };
    }

    private void refuse(Place place, String what) {
        draft.problem(place, SP3006, what + " is not enforced by any door yet", WAIT);
    }
}
