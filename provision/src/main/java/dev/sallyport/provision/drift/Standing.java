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

    private final Set<String> ours = new HashSet<>();
    private final Set<String> ourSchemas = new HashSet<>();
    private final Set<String> owners = new HashSet<>();
    private final Set<String> mighty = new HashSet<>();
    private final Set<String> reaching = new HashSet<>();

    /** As it was and as it is: what has just lost our mark was ours. */
    Standing(Watched watched, Facts before, Facts now) {
        Stream.of(before, now)
                .flatMap(facts -> facts.all().stream())
                .forEach(fact -> learn(fact, watched));
        ours.add("sp_definer");
        ours.add("sp_person");
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
                if (fact.name().equals("sp_person")) {
                    ours.add(fact.grantee());
                }
            }
            case SCHEMA -> {
                if (fact.owner().equals("sp_definer")) {
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
