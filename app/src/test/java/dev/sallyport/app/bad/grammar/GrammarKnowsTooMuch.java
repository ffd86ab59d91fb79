package dev.sallyport.app.bad.grammar;

import dev.sallyport.app.bad.cli.SampleUtil;

/** Breaks a rule, so that the rule is seen to work. */
public record GrammarKnowsTooMuch(SampleUtil other) {}
