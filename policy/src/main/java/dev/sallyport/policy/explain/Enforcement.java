package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Words;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
            Policy policy, Question question, List<Gift> gifts, Collection<Guardrail> guardrails) {
        Enforcement enforcement = new Enforcement(policy, question);
        guardrails.stream()
                .filter(one -> !isBuiltIn(one))
                .forEach(one -> enforcement.waiting.add("guardrail " + Words.quoted(one.name())));
        gifts.forEach(enforcement::gift);
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

    /** Whether views, grants and the gateway can hold it. */
    private static boolean isBuiltIn(Guardrail guardrail) {
        Guardrail.Acts acts = guardrail.acts();
        return switch (guardrail.effect()) {
            case NEVER ->
                    (guardrail.outside().isEmpty() || acts.isOfStatements())
                            && (guardrail.then().isEmpty() || acts.isOfTaking());
            case WATCH ->
                    !guardrail.then().isEmpty()
                            && acts.edit().isEmpty()
                            && acts.export().isEmpty()
                            && acts.statements().isEmpty()
                            && acts.functions().isEmpty();
        };
    }

    private void gift(Gift gift) {
        Role role = gift.role();
        role.purposes().stream()
                .flatMap(
                        name -> Optional.ofNullable(policy.catalog().purposes().get(name)).stream())
                .filter(purpose -> purpose.needs().contains("subject"))
                .forEach(purpose ->
                        waiting.add("`needs` of purpose " + Words.quoted(purpose.name())));
    }
}
