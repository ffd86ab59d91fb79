package dev.sallyport.policy.explain;

import dev.sallyport.policy.Approval;
import dev.sallyport.policy.BreakGlass;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.OnRequest;
import dev.sallyport.policy.Party;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Request;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What would help somebody who may not, or sees a mask: the nearest way first, and whom to ask. */
final class Remedies {
    private final Policy policy;
    private final Question question;
    private final Decision decision;
    private final Guarded guarded;

    Remedies(Policy policy, Question question, Decision decision, Guarded guarded) {
        this.policy = policy;
        this.question = question;
        this.decision = decision;
        this.guarded = guarded;
    }

    /** Empty where it is had whole, else at least one. */
    List<String> of(List<Line> table, Why.Verdict verdict) {
        Set<String> help = new LinkedHashSet<>();
        boolean had = verdict == Why.Verdict.ALLOWED;
        if (had && table.stream().filter(Line::isOpen).anyMatch(Line::isWhole)) {
            return List.of();
        }
        table.stream()
                .filter(line -> line.claim() == Claim.State.HELD)
                .flatMap(line -> policy.effective(line.role()).stream())
                .forEach(role -> onRequest(role, verdict).forEach(help::add));
        table.stream()
                .filter(line -> !had || line.isWhole())
                .forEach(line -> help(line).ifPresent(help::add));
        if (help.isEmpty() && !had) {
            help.add(
                    decision instanceof Decision.Denied denied
                            ? denied.hint()
                            : "nothing in the policy would");
        }
        return List.copyOf(help);
    }

    /** Rectangles that whoever holds the role may have opened; masked again is no help. */
    private List<String> onRequest(Role role, Why.Verdict verdict) {
        List<String> help = new ArrayList<>();
        for (OnRequest asked : role.terms().onRequest()) {
            Role opened = role.with(List.of(asked.opens()));
            Gift.of(policy, opened, question.target(), question.verb(), guarded).stream()
                    .filter(gift -> !gift.isNothing())
                    .filter(gift -> verdict != Why.Verdict.ALLOWED || gift.masked().isEmpty())
                    .forEach(gift -> help.add(words(role, asked, gift)));
        }
        return help;
    }

    private String words(Role role, OnRequest asked, Gift gift) {
        return "role "
                + Words.quoted(role.name())
                + " opens on request "
                + gift.words()
                + ", "
                + Legend.rows(policy, asked.opens())
                + ": "
                + asked.max()
                + " at most"
                + words(asked.approve());
    }

    private Optional<String> help(Line line) {
        Optional<Role> role = policy.effective(line.role());
        if (role.isEmpty() || !line.gives().holds()) {
            return Optional.empty();
        }
        String named = "role `" + line.role() + "` ";
        String owner = role.get().owner();
        return switch (line.claim()) {
            case HELD ->
                    line.holds().truth() == Cell.Truth.NO
                            ? Optional.of(
                                    named + "would, were its condition true; its owner is " + owner)
                            : Optional.empty();
            case ELIGIBLE -> Optional.of(named + asking(role.get()));
            case BREAK_GLASS -> role.get().terms().breakGlass().map(glass -> named + words(glass));
            case ELSEWHERE, EXPIRED, NONE ->
                    Optional.of(named + "gives it; ask its owner " + owner);
        };
    }

    private static String asking(Role role) {
        return "may be asked for"
                + role.terms().request().map(Remedies::words).orElse("")
                + "; its owner is "
                + role.owner();
    }

    private static String words(Request request) {
        return ": " + request.max() + " at most" + say(request.needs()) + words(request.approve());
    }

    private static String words(Approval approval) {
        return switch (approval) {
            case Approval.ByOthers others ->
                    ", "
                            + others.any()
                            + " of "
                            + others.of().stream()
                                    .map(Party::toString)
                                    .collect(Collectors.joining(", "))
                            + " must agree";
            case Approval.SelfWithReason ignored -> ", your reason is enough";
        };
    }

    private static String words(BreakGlass glass) {
        return "in an emergency: "
                + glass.max()
                + " at most"
                + say(glass.needs())
                + glass.reviewWithin().map(span -> "; reviewed within " + span).orElse("");
    }

    private static String say(Set<String> needs) {
        return needs.isEmpty() ? "" : ", say " + String.join(", ", needs);
    }
}
