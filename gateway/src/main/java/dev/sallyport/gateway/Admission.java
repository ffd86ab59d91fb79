package dev.sallyport.gateway;

import dev.sallyport.policy.Asker;
import dev.sallyport.policy.Catalog.Purpose;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Entitlements.Held;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody who has proved who they are may open a session: with which roles, for which
 * purpose, until when.
 */
sealed interface Admission {

    /**
     * @param asker what asks, and which of its roles it holds without their edits
     * @param roles held now, in the order of the policy's assignments; at least one
     * @param clocks the shortest of all of them
     * @param until the first instant at which one of them is gone
     */
    record Admitted(
            String login,
            Asker asker,
            List<String> roles,
            Purpose purpose,
            SessionClocks clocks,
            Optional<Instant> until)
            implements Admission {
        public Admitted {
            roles = List.copyOf(roles);
        }
    }

    /** Not now; {@code sqlState} is the protocol's word for why. */
    record TurnedAway(Problem problem, String sqlState) implements Admission {}

    static Admission ask(PolicySnapshot snapshot, String login, String database, Instant now) {
        Optional<Account> account = snapshot.entitlements().account(login);
        List<Held> held =
                account.map(Account::roles).orElse(List.of()).stream()
                        .filter(role -> role.until().map(now::isBefore).orElse(true))
                        .toList();
        if (held.isEmpty()) {
            return new TurnedAway(
                    Problem.of(
                            ProblemCode.SP4002,
                            "`" + login + "` holds no role now, so nothing can be opened",
                            "ask your manager to have a role assigned to you"),
                    "28000");
        }
        if (!snapshot.policy().catalog().databases().containsKey(database)) {
            return new TurnedAway(
                    Problem.of(
                            ProblemCode.SP4003,
                            "database `" + database + "` does not exist here",
                            "connect to one of: "
                                    + String.join(
                                            ", ",
                                            snapshot.policy().catalog().databases().keySet())),
                    "3D000");
        }
        return new Admitted(
                login,
                account.map(Account::asker).orElse(Asker.PERSON),
                held.stream().map(Held::role).toList(),
                purpose(snapshot.policy(), held.getFirst().role()),
                snapshot.policy().sessions(held),
                held.stream().flatMap(role -> role.until().stream()).min(Instant::compareTo));
    }

    private static Purpose purpose(Policy policy, String role) {
        return Optional.ofNullable(policy.roles().get(role))
                .map(assigned -> assigned.purposes().getFirst())
                .flatMap(name -> Optional.ofNullable(policy.catalog().purposes().get(name)))
                .orElseThrow(() -> new IllegalStateException("a checked policy has its roles"));
    }
}
