package dev.sallyport.control.link;

/** Where a control plane has gateways that follow it. */
public record LinkPorts(Parts parts, Uses uses) {}
