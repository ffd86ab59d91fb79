package dev.sallyport.control.link;

import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.control.http.Bearers;
import dev.sallyport.control.http.Gauges;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.http.StrictJson;
import dev.sallyport.control.link.Links.Link;
import dev.sallyport.control.link.Parts.Part;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Where gateways ask what is new, and fetch it. */
@RestController
final class LinkPages implements Gauges {
    /** More were not kept from one request to the next by a gateway of ours. */
    private static final int USES = 1_000;

    private final Bearers bearers;
    private final Links links;
    private final Parts parts;

    LinkPages(Bearers bearers, Links links, LinkPorts ports) {
        this.bearers = bearers;
        this.links = links;
        this.parts = ports.parts();
    }

    @Operation(
            id = "followNext",
            summary = "What is new for a gateway; waits up to 20 seconds where nothing is.",
            access = Access.GATEWAY,
            body = Asking.class,
            answers = News.class)
    @PostMapping(
            path = "/link/v1/next",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    DeferredResult<ResponseEntity<byte[]>> next(
            @RequestBody byte[] body, HttpServletRequest request) {
        Token token = bearers.require(request, Scope.GATEWAY);
        Asking asking = StrictJson.read(body, Asking.class);
        if (asking.uses().size() > USES) {
            throw new Refused(
                    Problem.of(
                            SP7100,
                            "`uses` has more than " + USES + " entries",
                            "send the rest with the next request"));
        }
        return links.next(token, asking);
    }

    /** Who goes. */
    record Leaving(String instance) {}

    @Operation(
            id = "followLeave",
            summary = "A gateway stops; nobody waits for it any more.",
            access = Access.GATEWAY,
            status = 204,
            body = Leaving.class)
    @PostMapping(path = "/link/v1/leave", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Void> leave(@RequestBody byte[] body, HttpServletRequest request) {
        Token token = bearers.require(request, Scope.GATEWAY);
        links.leaves(token, StrictJson.read(body, Leaving.class).instance());
        return ResponseEntity.noContent().build();
    }

    @Operation(
            id = "followPart",
            summary = "One part of what a gateway holds, whole.",
            access = Access.GATEWAY)
    @GetMapping(path = "/link/v1/parts/{name}", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<byte[]> part(@PathVariable("name") String name, HttpServletRequest request) {
        bearers.require(request, Scope.GATEWAY);
        Part part =
                parts.read(name)
                        .orElseThrow(() ->
                                new Refused(
                                        Problem.of(
                                                SP7103,
                                                "there is no such part",
                                                "ask for those that `/link/v1/next` names")));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("Cache-Control", "no-store")
                .eTag(part.digest())
                .body(part.content());
    }

    @Override
    public Map<String, Double> read() {
        List<Link> following = links.all().stream().filter(one -> one.seen().isPresent()).toList();
        long away = following.stream().filter(one -> !one.present()).count();
        return Map.of(
                "sallyport_gateways",
                (double) following.size(),
                "sallyport_gateways_away",
                (double) away);
    }
}
