package dev.sallyport.sql;

import java.util.Optional;
import java.util.Set;

/**
 * One statement without its literals, and what its text tells about it.
 *
 * @param normalised literals as {@code ?}, no comments, single spaces, unquoted words in lower case
 * @param verb first keywords in upper case from a fixed vocabulary ({@code SELECT}, {@code ALTER
 *     ROLE}), or {@code UNKNOWN}
 * @param forbidden why no person may run it
 * @param copyDirection for COPY only
 * @param transaction for transaction statements only
 * @param touches what it names
 * @param conduct what rules about statements ask of it
 */
public record Statement(
        String normalised,
        Effect effect,
        String verb,
        Optional<Forbidden> forbidden,
        Set<Trait> traits,
        Optional<CopyDirection> copyDirection,
        Optional<TransactionControl> transaction,
        Touches touches,
        Conduct conduct) {

    public Statement {
        traits = Set.copyOf(traits);
    }

    /** The next statement is judged only after this one is done. */
    public boolean touchesSettings() {
        return traits.contains(Trait.TOUCHES_SETTINGS);
    }

    /** Brings code of its own that cannot be judged from here. */
    public boolean carriesCode() {
        return traits.contains(Trait.CARRIES_CODE);
    }
}
