package dev.sallyport.app.bad.provision;

import dev.sallyport.app.bad.cli.SampleUtil;

/** Breaks a rule, so that the rule is seen to work. */
public record ProvisionKnowsTooMuch(SampleUtil other) {}
