package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import java.util.Collection;
import java.util.Collections;
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

    /** By what makes two things the same. */
    Map<String, NativeObject> byKey() {
        return Collections.unmodifiableMap(objects);
    }

    Optional<NativeObject> like(NativeObject object) {
        return like(object.key());
    }

    Optional<NativeObject> like(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    boolean hasGroup(SqlIdentifier name) {
        return like(new NativeObject.GroupRole(name, "", "")).isPresent();
    }

    boolean hasLogin(SqlIdentifier name) {
        return like(new NativeObject.LoginRole(name, "", NativeObject.Secret.NONE)).isPresent();
    }

    /** The same once a role has another name: what is by role goes with it, what is text stays. */
    NativeState after(NativeObject.Renaming renaming) {
        return new NativeState(
                objects.values().stream().map(object -> renamed(object, renaming)).toList());
    }

    private static NativeObject renamed(NativeObject object, NativeObject.Renaming renaming) {
        return switch (object) {
            // The password is made from the login, so it is no longer the right one.
            case NativeObject.LoginRole(var name, var attributes, _)
                    when name.equals(renaming.from()) ->
                    new NativeObject.LoginRole(
                            renaming.to(), attributes, NativeObject.Secret.FOREIGN);
            case NativeObject.Membership(var role, var member, var options, var grantor) ->
                    new NativeObject.Membership(role, of(member, renaming), options, grantor);
            case NativeObject.RoleSetting(var role, var database, var name, var value) ->
                    new NativeObject.RoleSetting(of(role, renaming), database, name, value);
            case NativeObject.Grant(var on, var privilege, var grantee, var grantor) ->
                    new NativeObject.Grant(
                            on, privilege, grantee.map(name -> of(name, renaming)), grantor);
            default -> object;
        };
    }

    private static SqlIdentifier of(SqlIdentifier name, NativeObject.Renaming renaming) {
        return name.equals(renaming.from()) ? renaming.to() : name;
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
