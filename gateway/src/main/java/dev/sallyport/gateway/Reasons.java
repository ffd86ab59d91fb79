package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog.Purpose;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said to somebody who did not say, or not well enough, why they are here. */
final class Reasons {
    private Reasons() {}

    /** The purposes that all of these roles are for, in the first one's order. */
    static List<String> fitting(List<Role> roles) {
        List<String> fitting = new ArrayList<>(roles.getFirst().purposes());
        roles.forEach(role -> fitting.retainAll(role.purposes()));
        return fitting;
    }

    static Admission.TurnedAway required(Environment environment, List<String> fit) {
        return Admission.turnedAway(
                ProblemCode.SP4035,
                "environment `" + environment.name() + "` asks for the purpose of every session",
                choose(fit));
    }

    static Admission.TurnedAway unfit(String purpose, List<Role> roles, List<String> fit) {
        String whose =
                roles.stream()
                        .filter(role -> !role.purposes().contains(purpose))
                        .findFirst()
                        .map(Role::name)
                        .orElse("?");
        return Admission.turnedAway(
                ProblemCode.SP4035,
                "role `" + whose + "` of yours is not for purpose `" + purpose + "`",
                choose(fit));
    }

    private static String choose(List<String> fit) {
        return fit.isEmpty()
                ? "no purpose is common to all your roles: ask for roles that have one"
                : "connect with options=\"-c sallyport.purpose=%s\"%s"
                        .formatted(
                                fit.getFirst(),
                                fit.size() == 1
                                        ? ""
                                        : ", or another of `" + String.join("`, `", fit) + "`");
    }

    /** What the purpose asks for and was not said. */
    static Optional<Admission.TurnedAway> missing(Stated stated, Purpose purpose) {
        Optional<String> unfit = stated.unfit();
        if (unfit.isPresent()) {
            return Optional.of(
                    Admission.turnedAway(
                            ProblemCode.SP4036,
                            "`sallyport.%s` is longer than %d characters, or not one line"
                                    .formatted(unfit.get(), Stated.LONGEST),
                            "say it shorter"));
        }
        return purpose.needs().stream()
                .filter(need -> !stated.beside().containsKey(need))
                .findFirst()
                .map(need ->
                        Admission.turnedAway(
                                ProblemCode.SP4036,
                                "purpose `%s` asks for a `%s`".formatted(purpose.name(), need),
                                "connect with options=\"-c sallyport.%s=…\", or SET sallyport.%s"
                                                .formatted(need, need)
                                        + " before the purpose; a space is written as \"\\ \""));
    }
}
