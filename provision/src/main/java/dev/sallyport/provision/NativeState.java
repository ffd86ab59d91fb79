package dev.sallyport.provision;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every role, membership, grant, view and row policy Sallyport keeps in one database. */
final class NativeState {
    private final Map<String, NativeObject> objects = new LinkedHashMap<>();

    NativeState(Collection<NativeObject> objects) {
        objects.forEach(object -> this.objects.put(object.key(), object));
    }

    Collection<NativeObject> objects() {
        return objects.values();
    }

    Optional<NativeObject> like(NativeObject object) {
        return Optional.ofNullable(objects.get(object.key()));
    }

    /** Names the state: two states with one fingerprint hold the same things. */
    String fingerprint() {
        var text = new StringBuilder();
        new TreeMap<>(objects)
                .forEach((key, object) ->
                        text.append(key).append('\0').append(object.fingerprint()).append('\n'));
        return Definition.hash(text.toString());
    }
}
