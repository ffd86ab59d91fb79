package dev.sallyport.app.bad.cli;

import dev.sallyport.app.bad.sql.SqlKnowsTooMuch;
import io.netty.buffer.ByteBuf;

/** Breaks rules, so that they are seen to work: its name, a cycle, Netty at the command line. */
public record SampleUtil(ByteBuf bytes, SqlKnowsTooMuch back) {}
