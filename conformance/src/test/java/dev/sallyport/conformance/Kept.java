package dev.sallyport.conformance;

import dev.sallyport.audit.Subjects;
import java.util.List;
import java.util.Set;

/** What a policy may say of contacts, so that they are not shown to whoever may see them. */
enum Kept {
    ACCOUNTED("phi.contact: {label", "phi.contact: {accounting: record, label", "SP2080"),
    PROVED("phi.contact: {label", "phi.contact: {mfa: 15m, label", "SP2083"),
    INSIDE(
            "guardrails:",
            "guardrails:\n  - {name: stays, never: {export: [phi.contact]}}",
            "SP2076");

    private final String from;
    private final String to;
    private final String code;

    Kept(String from, String to, String code) {
        this.from = from;
        this.to = to;
        this.code = code;
    }

    /** A file of a policy that says so. */
    String in(String text) {
        return text.replace(from, to);
    }

    String code() {
        return code;
    }

    /** Ways to ask that it is about. */
    List<Way> ways() {
        return this == INSIDE ? List.of(Way.COPY, Way.COPY_BINARY) : List.of(Way.values());
    }

    /** Whoever's contacts should not have been shown. */
    Set<String> wrong(Set<String> shown, List<Subjects> told) {
        return this == ACCOUNTED ? Telling.missing(shown, told) : shown;
    }

    /** Whether it is an answer that may be: with contacts, where it is on record whose they are. */
    boolean isWhatMayBe(Set<String> shown, Way.Seen seen) {
        return this == ACCOUNTED ? !shown.isEmpty() : seen instanceof Way.Seen.Rows;
    }
}
