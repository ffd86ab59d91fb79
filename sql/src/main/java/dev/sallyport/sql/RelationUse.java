package dev.sallyport.sql;

/**
 * What a statement does with a relation that it names itself.
 *
 * @param use the strongest of all
 * @param times how often it stands there
 */
public record RelationUse(RelationName relation, Use use, int times) {

    /** Both together, of one relation. */
    public RelationUse and(RelationUse other) {
        return new RelationUse(
                relation, use.compareTo(other.use) > 0 ? use : other.use, times + other.times);
    }

    /** From the weakest to the strongest. */
    public enum Use {
        READ,
        /** Its rows are locked, or the whole of it. */
        LOCKED,
        /** Its rows are changed. */
        CHANGED,
        /** It is made, altered, granted or dropped. */
        DEFINED
    }
}
