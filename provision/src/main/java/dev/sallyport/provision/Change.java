package dev.sallyport.provision;

/** One step that can be said in a sentence, run, and checked. */
sealed interface Change {

    /** What it is about: the wanted thing, or the one to go. */
    NativeObject object();

    /** Something is missing. */
    record Make(NativeObject object) implements Change {}

    /** Something is there and not as wanted. */
    record Mend(NativeObject observed, NativeObject object) implements Change {}

    /** Something is there and not wanted. */
    record Remove(NativeObject object) implements Change {}

    default Plan.Action action() {
        return switch (this) {
            case Make _ -> Plan.Action.ADD;
            case Mend _ -> Plan.Action.CHANGE;
            case Remove _ -> Plan.Action.REMOVE;
        };
    }

    /** {@code + view nurse.patients}. */
    default String sentence() {
        String sign =
                switch (action()) {
                    case ADD -> "+ ";
                    case CHANGE -> "~ ";
                    case REMOVE -> "- ";
                };
        return sign + object().key();
    }
}
