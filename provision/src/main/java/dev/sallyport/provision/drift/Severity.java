package dev.sallyport.provision.drift;

import java.util.Locale;

/** How much a change behind our back matters. */
public enum Severity {
    /** It reaches what the policy governs, or opens a way to it. */
    ALERT,
    /** It is good to know, and opens nothing. */
    NOTICE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
