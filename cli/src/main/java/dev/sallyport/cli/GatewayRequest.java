package dev.sallyport.cli;

import java.nio.file.Path;
import java.time.Duration;

/** What an operator asks about gateways elsewhere. */
public sealed interface GatewayRequest extends Request.Control {

    /** Give a gateway a token to follow the control plane with. */
    record Add(Path data, String name, Duration lasts) implements GatewayRequest {}

    /** Say which have one, and whether they are there. */
    record Listing(Path data, Request.Form form) implements GatewayRequest {}

    /**
     * Take one back.
     *
     * @param id as the list has it
     */
    record Revoke(Path data, String id) implements GatewayRequest {}
}
