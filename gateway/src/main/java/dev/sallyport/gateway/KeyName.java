package dev.sallyport.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.audit.Pseudonyms;
import org.jspecify.annotations.Nullable;

/** The full name of a key column, such as {@code ehr.hosp.patients.id}; encoded once. */
final class KeyName {
    private final String name;
    private final byte[] utf8;

    KeyName(String name) {
        this.name = name;
        this.utf8 = name.getBytes(UTF_8);
    }

    /** The pseudonyms of whom its values name. */
    Pseudonyms.OfColumn in(Pseudonyms pseudonyms) {
        return pseudonyms.column(utf8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyName key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
