package dev.sallyport.provision.drift;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which roles and schemas matter: ours, whoever owns what is governed, and the mighty. */
final class Standing {
    private static final Set<String> MIGHT =
            Set.of("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION");

    static final String PERSON = "sp_person";
    private static final String DEFINER = "sp_definer";

    private final Set<String> ours = new HashSet<>();

    /** Of ours, those with something to do in this database. */
    private final Set<String> here = new HashSet<>(Set.of(DEFINER, PERSON));

    private final Set<String> ourSchemas = new HashSet<>();
    private final Set<String> owners = new HashSet<>();
    private final Set<String> mighty = new HashSet<>();
    private final Set<String> reaching = new HashSet<>();

    /** As it was and as it is: what has just lost our mark was ours. */
    Standing(Watched watched, Facts before, Facts now) {
        Stream.of(before, now)
                .flatMap(facts -> facts.all().stream())
                .forEach(fact -> learn(fact, watched));
        Stream.of(before, now).flatMap(facts -> facts.all().stream()).forEach(this::place);
        ours.add(DEFINER);
        ours.add(PERSON);
        reach(now);
    }

    private void learn(Fact fact, Watched watched) {
        switch (fact.kind()) {
            case ROLE -> {
                if (fact.owner().equals("sallyport")) {
                    ours.add(fact.name());
                }
                if (isMighty(fact.words())) {
                    mighty.add(fact.name());
                }
            }
            case MEMBER -> {
                if (fact.name().equals(PERSON)) {
                    ours.add(fact.grantee());
                }
            }
            case SCHEMA -> {
                if (fact.owner().equals(DEFINER)) {
                    ourSchemas.add(fact.name());
                }
                if (watched.manages(fact.name())) {
                    owners.add(fact.owner());
                }
            }
            case RELATION -> {
                if (watched.governs(fact.schema(), fact.name())) {
                    owners.add(fact.owner());
                }
            }
            default -> {}
        }
    }

    /** Who owns, holds or is granted something in a schema of ours works here. */
    private void place(Fact fact) {
        switch (fact.kind()) {
            case RELATION, FUNCTION -> {
                if (isOurSchema(fact.schema())) {
                    here.add(fact.owner());
                }
            }
            case GRANT -> {
                if (isOurSchema(fact.target().equals("schema") ? fact.name() : fact.schema())) {
                    here.add(fact.grantee());
                }
            }
            case HELD -> here.add(fact.grantee());
            default -> {}
        }
    }

    /** Everybody who gets to the mighty, to an owner or to a role of ours by memberships. */
    private void reach(Facts now) {
        Map<String, List<String>> members = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(mighty);
        open.addAll(owners);
        open.addAll(ours);
        for (Fact fact : now.all()) {
            if (fact.kind() == FactKind.MEMBER) {
                members.computeIfAbsent(fact.name(), role -> new ArrayList<>()).add(fact.grantee());
            }
            if (fact.kind() == FactKind.ROLE && fact.name().startsWith("pg_")) {
                open.add(fact.name());
            }
        }
        while (!open.isEmpty()) {
            String role = open.pop();
            if (reaching.add(role)) {
                members.getOrDefault(role, List.of()).forEach(open::push);
            }
        }
    }

    static boolean isMighty(String words) {
        return Stream.of(words.split(" ")).anyMatch(MIGHT::contains);
    }

    static Set<String> might() {
        return MIGHT;
    }

    boolean isOurs(String role) {
        return ours.contains(role);
    }

    boolean isHere(String role) {
        return here.contains(role);
    }

    /** Made by Sallyport, for another database. */
    boolean isNeighbour(String role) {
        return isOurs(role) && !isHere(role);
    }

    boolean isOurSchema(String schema) {
        return ourSchemas.contains(schema) || schema.equals("sp");
    }

    boolean ownsWhatIsGoverned(String role) {
        return owners.contains(role);
    }

    /** Ours, an owner, mighty or built in: nobody joins it unseen. */
    boolean isDangerous(String role) {
        return isOurs(role)
                || owners.contains(role)
                || mighty.contains(role)
                || role.startsWith("pg_");
    }

    /** Whether a role's doings can touch what is governed. */
    boolean reaches(String role) {
        return isDangerous(role) || reaching.contains(role);
    }
}
