package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.StatementClass;
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
        guardrails.stream()
                .filter(one -> !isBuiltIn(one))
                .forEach(one -> enforcement.waiting.add("guardrail " + Words.quoted(one.name())));
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
                .map(this::door)
                .orElse("nothing");
    }

    private String door(Catalog.Database database) {
        return switch (database.engine()) {
            case POSTGRESQL ->
                    "PostgreSQL: "
                            + (database.keptInView(question.target().table()).isEmpty()
                                    ? "views, column rights and row security"
                                    : "views that keep rows back, and column rights")
                            + "; the gateway explains and records"
                            + elsewhere();
            case MARIADB, MYSQL -> "nothing yet: no door is built for " + database.engine();
        };
    }

    /** What this answer does not rest on, and yet keeps the whole policy from being applied. */
    private String elsewhere() {
        Optional<String> first =
                policy.catalog().environments().values().stream()
                        .filter(one -> one.record() == Environment.Detail.FULL)
                        .map(one -> "environment " + Words.quoted(one.name()))
                        .findFirst()
                        .or(() ->
                                policy.guardrails().stream()
                                        .filter(one -> !isBuiltIn(one))
                                        .map(one -> "guardrail " + Words.quoted(one.name()))
                                        .findFirst());
        return first.map(what -> "; not before apply accepts the policy: it refuses " + what)
                .orElse("");
    }

    /** Whether views and grants alone can hold it. */
    private static boolean isBuiltIn(Guardrail guardrail) {
        Guardrail.Acts acts = guardrail.acts();
        return guardrail.effect() == Guardrail.Effect.NEVER
                && guardrail.outside().isEmpty()
                && guardrail.then().isEmpty()
                && acts.volume().isEmpty()
                && acts.export().isEmpty()
                && acts.statements().stream().allMatch(StatementClass::needsAGrantOfItsOwn);
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
                .filter(purpose -> purpose.needs().contains("subject"))
                .forEach(purpose ->
                        waiting.add("`needs` of purpose " + Words.quoted(purpose.name())));
        if (question.verb() == Verb.EXPORT) {
            waiting.add("`export`" + of);
        }
    }

    private static Map<String, Boolean> terms(Terms terms) {
        Map<String, Boolean> written = new LinkedHashMap<>();
        written.put("limits", !terms.limits().isNone());
        written.put("only_queries", !terms.onlyQueries().isEmpty());
        return written;
    }

    private void assignment(Entitlements.Held held) {
        policy.assignments().stream()
                .filter(one -> one.place().equals(held.because()))
                .forEach(this::assignment);
    }

    private void assignment(Assignment assignment) {
        if (!assignment.limits().isNone()) {
            waiting.add(
                    "`limits` of the assignment to " + GranteeWords.named(assignment.grantee()));
        }
    }
}
