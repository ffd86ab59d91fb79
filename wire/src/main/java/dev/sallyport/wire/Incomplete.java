package dev.sallyport.wire;

/** Too few bytes have arrived to tell: read more and ask again. */
public record Incomplete() implements FrontendFrame, BackendFrame, StartupPacket, BindNames {}
