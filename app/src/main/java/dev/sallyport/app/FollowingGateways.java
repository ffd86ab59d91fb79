package dev.sallyport.app;

import dev.sallyport.control.link.Links;
import dev.sallyport.gateway.ExportRequests;
import dev.sallyport.gateway.SessionView;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The gateways elsewhere that go by what holds here. */
final class FollowingGateways implements Gateways {
    /** One that is there answers in milliseconds; people who leave are not waited for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AtomicReference<Optional<Links>> links = new AtomicReference<>(Optional.empty());

    /** The sessions of one gateway. */
    record Sessions(List<SessionView> sessions) {}

    /** The exports that somebody has asked one gateway for. */
    record Exports(List<ExportRequests.Request> exports) {}

    /** From here on they are asked; until then there are none. */
    void begin(Links opened) {
        links.set(Optional.of(opened));
    }

    private Map<String, Optional<JsonNode>> ask(GatewayOrder order) {
        try {
            return links.get()
                    .map(all -> all.ask(order.word(), order.arguments(), PATIENCE))
                    .orElse(Map.of());
        } catch (RuntimeException stateAway) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7311,
                            "which gateways follow is not known now",
                            "see whether the state database answers"));
        }
    }

    /** A list as all of them have it, page by page. */
    private <T, P> Stream<T> list(
            IntFunction<GatewayOrder> order, Class<P> as, Function<P, List<T>> of, int page) {
        Set<T> all = new LinkedHashSet<>();
        int from = 0;
        boolean goesOn = true;
        while (goesOn) {
            List<List<T>> answers =
                    ask(order.apply(from)).values().stream()
                            .flatMap(Optional::stream)
                            .map(answer -> of.apply(LinkForm.read(answer, as)))
                            .toList();
            answers.forEach(all::addAll);
            from += page;
            goesOn = answers.stream().anyMatch(part -> part.size() == page);
        }
        return all.stream();
    }

    @Override
    public List<SessionView> sessions() {
        return list(
                        GatewayOrder.ListSessions::new,
                        Sessions.class,
                        Sessions::sessions,
                        GatewayOrder.SESSIONS)
                // The last answer, where one was listed twice.
                .collect(Collectors.toMap(SessionView::id, one -> one, (_, later) -> later))
                .values()
                .stream()
                .sorted(Comparator.comparing(SessionView::since).thenComparing(SessionView::id))
                .toList();
    }

    @Override
    public void end(String session, String by, String reason) {
        ask(new GatewayOrder.EndSession(session, by, reason));
    }

    @Override
    public void tell(String session, String by, String words) {
        ask(new GatewayOrder.TellSession(session, by, words));
    }

    @Override
    public void end(Set<String> logins) {
        Set<String> unheard =
                ask(new GatewayOrder.EndPeople(logins)).entrySet().stream()
                        .filter(answer -> answer.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (!unheard.isEmpty()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7311,
                            "gateway `%s` has not confirmed that sessions ended"
                                    .formatted(String.join("`, `", unheard)),
                            "see whether it runs and reaches us; `sallyport gateway revoke` takes"
                                    + " out one that is gone"));
        }
    }

    @Override
    public List<ExportRequests.Request> exports() {
        return list(
                        GatewayOrder.ListExports::new,
                        Exports.class,
                        Exports::exports,
                        GatewayOrder.EXPORTS)
                .sorted(
                        Comparator.comparing(ExportRequests.Request::asked)
                                .thenComparing(ExportRequests.Request::id))
                .toList();
    }

    @Override
    public void answer(
            ExportRequests.Request one, String operator, String by, Optional<Instant> until) {
        ask(new GatewayOrder.AnswerExport(one.id(), operator, by, until));
    }

    @Override
    public void settle() {
        try {
            links.get().ifPresent(all -> all.settle(PATIENCE));
        } catch (RuntimeException stateAway) {
            // They hear of it all the same, a moment later than whoever waits here.
        }
    }

    @Override
    public boolean haveRecords() {
        return true;
    }

    @Override
    public Set<String> away() {
        return links.get().map(Links::all).orElse(List.of()).stream()
                .filter(link -> link.seen().isPresent() && !link.present())
                .map(Links.Link::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
