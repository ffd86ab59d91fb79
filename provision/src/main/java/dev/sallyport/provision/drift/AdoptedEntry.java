package dev.sallyport.provision.drift;

import dev.sallyport.policy.Adopted;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What accepting a difference makes of {@code adopted:}: that one matter as it is now. */
final class AdoptedEntry {
    private final Fact fact;

    private AdoptedEntry(Fact fact) {
        this.fact = fact;
    }

    /**
     * Empty where {@code adopted:} has no words for it, or says it already.
     *
     * @param now all of the database, in the words of {@code adopted:}
     */
    static Optional<Adopted> of(Difference difference, Adopted before, Adopted now) {
        if (difference.isRenamed() || difference.isOnlyTouched()) {
            return Optional.empty();
        }
        AdoptedEntry entry = new AdoptedEntry(difference.fact());
        Adopted next =
                new Adopted(
                        with(before.roles(), now.roles(), entry::isRole),
                        with(before.members(), now.members(), entry::isMember),
                        with(before.settings(), now.settings(), entry::isSetting),
                        with(before.owned(), now.owned(), entry::isOwned),
                        with(before.rights(), now.rights(), entry::isRight),
                        with(before.defaults(), now.defaults(), entry::isDefault));
        return next.equals(before) ? Optional.empty() : Optional.of(entry.named(next, now));
    }

    private static <T> Set<T> with(Set<T> before, Set<T> now, Predicate<T> isIt) {
        Set<T> next = new LinkedHashSet<>(before);
        next.removeIf(isIt);
        now.stream().filter(isIt).forEach(next::add);
        return next;
    }

    /** Who is spoken of is one of the roles. */
    private Adopted named(Adopted next, Adopted now) {
        Set<String> known =
                next.roles().stream().map(Adopted.NativeRole::name).collect(Collectors.toSet());
        Set<Adopted.NativeRole> roles = new LinkedHashSet<>(next.roles());
        now.roles().stream()
                .filter(role -> !known.contains(role.name()))
                .filter(role ->
                        Stream.of(fact.name(), fact.grantee(), fact.grantor(), fact.owner())
                                .anyMatch(role.name()::equals))
                .forEach(roles::add);
        return new Adopted(
                roles,
                next.members(),
                next.settings(),
                next.owned(),
                next.rights(),
                next.defaults());
    }

    private boolean isRole(Adopted.NativeRole role) {
        return fact.kind() == FactKind.ROLE && role.name().equals(fact.name());
    }

    private boolean isMember(Adopted.Member member) {
        return fact.kind() == FactKind.MEMBER
                && member.role().equals(fact.name())
                && member.member().equals(fact.grantee());
    }

    private boolean isSetting(Adopted.Setting setting) {
        return fact.kind() == FactKind.SETTING
                && setting.of().orElse("").equals(fact.grantee())
                && setting.name().equals(fact.name());
    }

    private boolean isOwned(Adopted.Owned owned) {
        return switch (fact.kind()) {
            case RELATION, FUNCTION, SCHEMA, TYPE -> isIt(owned.thing());
            default -> false;
        };
    }

    private boolean isRight(Adopted.Right right) {
        boolean isColumn = fact.target().equals("column");
        return fact.kind() == FactKind.GRANT
                && isGrantee(right.grantee())
                && right.privilege().equals(fact.privilege())
                && right.column().equals(isColumn ? Optional.of(fact.part()) : Optional.empty())
                && right.thing().kind().equals(isColumn ? "table" : fact.target())
                && isIt(right.thing());
    }

    private boolean isDefault(Adopted.DefaultRight right) {
        return fact.kind() == FactKind.GRANT
                && fact.target().equals("default")
                && right.of().equals(fact.part())
                && right.schema().orElse("").equals(fact.schema())
                && right.kind().equals(fact.name().toLowerCase(Locale.ROOT))
                && isGrantee(right.grantee())
                && right.privilege().equals(fact.privilege());
    }

    private boolean isGrantee(String grantee) {
        return grantee.equals(fact.grantee().equals(Fact.PUBLIC) ? Adopted.PUBLIC : fact.grantee());
    }

    /** Names there are as SQL writes them. */
    private boolean isIt(Adopted.Thing thing) {
        boolean isRoutine = fact.kind() == FactKind.FUNCTION || fact.target().equals("function");
        String name = isRoutine ? fact.relation() + "(" + fact.part() + ")" : fact.relation();
        return thing.name().replace("\"", "").equals(name.replace("\"", ""));
    }
}
