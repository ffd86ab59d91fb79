package dev.sallyport.app.seal;

/** The key that an operator keeps apart from what is sealed. */
public sealed interface MasterKey {
    /** In our memory. */
    record AtHand(SealKey key) implements MasterKey {}

    /** In a store that never gives it out. */
    record InStore(KeyWrap store) implements MasterKey {}

    /** Which one it is; no secret. */
    default String label() {
        return switch (this) {
            case AtHand(SealKey key) -> key.id();
            case InStore(KeyWrap store) -> store.name();
        };
    }
}
