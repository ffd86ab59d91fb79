package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.policy.Terms;
import dev.sallyport.policy.Verb;
import dev.sallyport.policy.Words;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which door holds an answer true. A policy can say more than is built; {@code apply} refuses what
 * no door enforces, and an answer that rests on it says so.
 */
final class Enforcement {
    private static final String NOT_YET =
            "not enforced by any door yet: apply refuses it (SP3006): ";

    private final Policy policy;
    private final Question question;
    private final Set<String> waiting = new LinkedHashSet<>();

    private Enforcement(Policy policy, Question question) {
        this.policy = policy;
        this.question = question;
    }

    /**
     * @param gifts what the roles that are theirs give of what is asked
     * @param guardrails those that take some of it away or watch it
     */
    static String of(
            Policy policy,
            Question question,
            List<Entitlements.Held> held,
            List<Gift> gifts,
            Collection<Guardrail> guardrails) {
        Enforcement enforcement = new Enforcement(policy, question);
        guardrails.forEach(one -> enforcement.waiting.add("guardrail " + Words.quoted(one.name())));
        enforcement.asker();
        gifts.forEach(enforcement::gift);
        Set<String> roles = new LinkedHashSet<>();
        gifts.forEach(gift -> roles.add(gift.role().name()));
        held.stream().filter(one -> roles.contains(one.role())).forEach(enforcement::assignment);
        return enforcement.words();
    }

    private String words() {
        return waiting.isEmpty() ? door() : NOT_YET + String.join(", ", waiting);
    }

    private String door() {
        return Optional.ofNullable(policy.catalog().databases().get(question.target().database()))
                .map(Catalog.Database::engine)
                .map(this::door)
                .orElse("nothing");
    }

    private String door(Catalog.Engine engine) {
        return switch (engine) {
            case POSTGRESQL ->
                    "PostgreSQL: views, column rights and row security; the gateway explains and records"
                            + elsewhere();
            case MARIADB, MYSQL -> "nothing yet: no door is built for " + engine;
        };
    }

    /** What this answer does not rest on, and yet keeps the whole policy from being applied. */
    private String elsewhere() {
        Optional<String> first =
                policy.catalog().environments().keySet().stream()
                        .map(name -> "environment " + Words.quoted(name))
                        .findFirst()
                        .or(() ->
                                policy.guardrails().stream()
                                        .map(one -> "guardrail " + Words.quoted(one.name()))
                                        .findFirst());
        return first.map(what -> "; not before apply accepts the policy: it refuses " + what)
                .orElse("");
    }

    private void asker() {
        if (question.who().kind() != AskerKind.PEOPLE) {
            waiting.add(question.who().kind().toString());
        }
    }

    private void gift(Gift gift) {
        Role role = gift.role();
        String of = " of role " + Words.quoted(role.name());
        terms(role.terms())
                .forEach((key, written) -> {
                    if (written) {
                        waiting.add(Words.quoted(key) + of);
                    }
                });
        role.purposes().stream()
                .flatMap(
                        name -> Optional.ofNullable(policy.catalog().purposes().get(name)).stream())
                .filter(purpose -> !purpose.needs().isEmpty())
                .forEach(purpose ->
                        waiting.add("`needs` of purpose " + Words.quoted(purpose.name())));
        if (question.verb() == Verb.EXPORT) {
            waiting.add("`export`" + of);
        }
        Legend.scope(policy, gift.rectangle())
                .filter(scope -> asksForSubject(scope.condition()))
                .ifPresent(scope -> waiting.add("scope " + Words.quoted(scope.name())));
    }

    private static Map<String, Boolean> terms(Terms terms) {
        Map<String, Boolean> written = new LinkedHashMap<>();
        written.put("env", !terms.env().isEmpty());
        written.put("when", terms.when().isPresent());
        written.put("limits", !terms.limits().isNone());
        written.put("sessions", !terms.sessions().isNone());
        written.put("statements", terms.statements().isPresent());
        written.put("only_queries", !terms.onlyQueries().isEmpty());
        return written;
    }

    private void assignment(Entitlements.Held held) {
        policy.assignments().stream()
                .filter(one -> one.place().equals(held.because()))
                .forEach(this::assignment);
    }

    private void assignment(Assignment assignment) {
        String of = " of the assignment to " + GranteeWords.named(assignment.grantee());
        if (!assignment.env().isEmpty()) {
            waiting.add("`env`" + of);
        }
        if (!assignment.limits().isNone()) {
            waiting.add("`limits`" + of);
        }
        if (!assignment.edit()) {
            waiting.add("`edit`" + of);
        }
        if (assignment.end() instanceof Assignment.Reviewed) {
            waiting.add("`until: review`" + of);
        }
    }

    private static boolean asksForSubject(Scope.Condition condition) {
        return switch (condition) {
            case Scope.Everything ignored -> false;
            case Scope.AllOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(Enforcement::asksForSubject);
            case Scope.AnyOf(List<Scope.Condition> parts) ->
                    parts.stream().anyMatch(Enforcement::asksForSubject);
            case Scope.Matches matches -> matches.value() instanceof Scope.RequestedSubject;
            case Scope.Exists exists -> asksForSubject(exists.where());
        };
    }
}
