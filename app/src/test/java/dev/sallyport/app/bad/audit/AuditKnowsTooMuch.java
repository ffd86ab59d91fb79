package dev.sallyport.app.bad.audit;

import dev.sallyport.app.bad.cli.SampleUtil;

/** Breaks a rule, so that the rule is seen to work. */
public record AuditKnowsTooMuch(SampleUtil other) {}
