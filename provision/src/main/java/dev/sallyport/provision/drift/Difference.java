package dev.sallyport.provision.drift;

import java.util.Optional;

/** One fact that is not as it was: new, gone, other, or only touched. */
record Difference(Optional<Fact> before, Optional<Fact> after) {

    /** Empty where nothing differs that both could see. */
    static Optional<Difference> between(Optional<Fact> before, Fact now) {
        if (before.isPresent() && before.get().isDim() != now.isDim()) {
            return between(before.map(Fact::dimmed), now.dimmed());
        }
        boolean same =
                before.filter(now::saysTheSameAs)
                        .filter(was -> !now.kind().tellsATouch() || was.xid().equals(now.xid()))
                        .isPresent();
        return same ? Optional.empty() : Optional.of(new Difference(before, Optional.of(now)));
    }

    static Difference renamed(Fact before, Fact now) {
        return new Difference(Optional.of(before), Optional.of(now));
    }

    /** The same thing under another name. */
    boolean isRenamed() {
        return before.isPresent()
                && after.isPresent()
                && !before.get().key().equals(after.get().key());
    }

    Difference asGone() {
        return new Difference(before, Optional.empty());
    }

    Difference asNew() {
        return new Difference(Optional.empty(), after);
    }

    /** The one there is. */
    Fact fact() {
        return after.or(() -> before).orElseThrow();
    }

    FactKind kind() {
        return fact().kind();
    }

    boolean isNew() {
        return before.isEmpty();
    }

    boolean isGone() {
        return after.isEmpty();
    }

    /** Written again, and says what it said. */
    boolean isOnlyTouched() {
        return !isRenamed()
                && before.isPresent()
                && after.isPresent()
                && before.get().saysTheSameAs(after.get());
    }

    /** A role has another password than it had, or none, and is otherwise as it was. */
    boolean changesPassword() {
        return kind() == FactKind.ROLE
                && before.isPresent()
                && after.filter(now -> now.words().equals(before.get().words())).isPresent()
                && after.filter(now -> now.hash().equals(before.get().hash())).isEmpty();
    }

    /** Words of the state after that were not there before; {@code SUPERUSER}. */
    boolean gains(String word) {
        return after.filter(fact -> has(fact, word)).isPresent()
                && before.filter(fact -> has(fact, word)).isEmpty();
    }

    private static boolean has(Fact fact, String word) {
        return (" " + fact.words() + " ").contains(" " + word + " ");
    }

    /** The same as long as nothing changes; eight digits are enough for a person to type. */
    String id() {
        return Seal.digest(
                        fact().key()
                                + (isRenamed() ? "\0" + before.orElseThrow().key() : "")
                                + "\0"
                                + before.map(Difference::state).orElse("-")
                                + "\0"
                                + after.map(Difference::state).orElse("-"))
                .substring(0, 8);
    }

    private static String state(Fact fact) {
        return fact.value() + (fact.kind().tellsATouch() ? "\0" + fact.xid() : "");
    }
}
