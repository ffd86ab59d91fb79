package dev.sallyport.policy.explain;

/** One answer of the table: yes, no or neither, and why. */
record Cell(Truth truth, String because) {
    static final Cell NOT_ASKED = new Cell(Truth.UNASKED, "");

    /** Whether it holds. */
    enum Truth {
        YES("yes"),
        NO("no"),
        /** Only the database could tell, or something was not said. */
        UNKNOWN("unknown"),
        /** An earlier column said no. */
        UNASKED("-");

        private final String word;

        Truth(String word) {
            this.word = word;
        }

        /** Both must hold. */
        Truth and(Truth other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES ? other : this;
        }

        /** One of them is enough. */
        Truth or(Truth other) {
            if (this == YES || other == YES) {
                return YES;
            }
            return this == NO ? other : this;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    static Cell yes(String because) {
        return new Cell(Truth.YES, because);
    }

    static Cell no(String because) {
        return new Cell(Truth.NO, because);
    }

    static Cell unknown(String because) {
        return new Cell(Truth.UNKNOWN, because);
    }

    boolean holds() {
        return truth == Truth.YES;
    }

    /** {@code yes, person nora until 2027-06-30}. */
    String words() {
        return because.isEmpty() ? truth.toString() : truth + ", " + because;
    }

    Json json() {
        return new Json().put("answer", truth.toString()).put("because", because);
    }
}
