package dev.sallyport.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The settings on which the agreement with the database about what a text says rests. */
final class PinnedSettings {
    private static final String ENCODING = "client_encoding";
    private static final String STRINGS = "standard_conforming_strings";
    private static final Set<String> PINNED = Set.of(STRINGS, ENCODING, "backslash_quote");
    private static final Set<String> TRUE = Set.of("on", "true", "yes", "1");
    private static final Set<String> UTF8 = Set.of("utf8", "utf-8", "unicode");

    private PinnedSettings() {}

    /** PostgreSQL compares names of settings without regard to ASCII case. */
    static boolean isPinned(String name) {
        return PINNED.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Sets the value it has anyway: scripts of pg_dump and drivers do. */
    static boolean restates(Node set) {
        List<Node> values = set.nodes("args");
        if (!set.text("kind").equals("VAR_SET_VALUE") || values.size() != 1) {
            return false;
        }
        String value = values.getFirst().node("sval").text("sval").toLowerCase(Locale.ROOT);
        return switch (set.text("name").toLowerCase(Locale.ROOT)) {
            case STRINGS -> TRUE.contains(value);
            case ENCODING -> UTF8.contains(value);
            default -> false;
        };
    }
}
