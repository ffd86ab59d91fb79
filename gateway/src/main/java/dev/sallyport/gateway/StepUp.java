package dev.sallyport.gateway;

import dev.sallyport.policy.Catalog.DataClass;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Span;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What asks for a second factor that was proved lately ({@code mfa}): a role, to have a session at
 * all, and a class of data, to be used in one.
 *
 * @param asked the data that asks for it
 * @param isAnything whether there is such data
 */
record StepUp(UsedClasses asked, boolean isAnything, String database, Proof proof) {
    /** What to do about it. */
    static final String INSTEAD = "prove it again: `sallyport login --again`";

    static StepUp of(PolicySnapshot snapshot, Arrival arrival) {
        UsedClasses asked =
                new UsedClasses(snapshot.policy().catalog(), one -> one.mfa().isPresent());
        return new StepUp(asked, asked.isAnything(), arrival.database(), arrival.proof());
    }

    /** A role of theirs that asks for more than they have proved. */
    static Optional<Admission.TurnedAway> turnedAway(Proof proof, List<Role> roles, Instant now) {
        return roles.stream()
                .flatMap(role ->
                        role.terms().sessions().mfa().stream()
                                .filter(most -> !proof.hasFactorWithin(most, now))
                                .map(most -> refusal(role, most, proof)))
                .findFirst()
                .map(problem -> new Admission.TurnedAway(problem, Admission.NOT_AUTHORISED));
    }

    private static Problem refusal(Role role, Span most, Proof proof) {
        return refusal(role.place(), ProblemCode.SP4042, "role `" + role.name() + "`", most, proof);
    }

    private static Problem refusal(
            Place place, ProblemCode code, String what, Span most, Proof proof) {
        return Problem.at(
                place,
                code,
                what
                        + " asks for a second factor proved at most "
                        + most
                        + " ago; "
                        + proof.factor()
                                .map(at -> "yours was proved at " + at)
                                .orElse("the " + proof.means().word() + " you came with has none"),
                proof.factor().isPresent() ? INSTEAD : "sign in with one: `sallyport login`");
    }

    /** Refused where it uses data that asks for more than the person has proved. */
    Judged permitted(Judged judged, InstantSource clock) {
        if (!isAnything || judged.refusal().isPresent()) {
            return judged;
        }
        Instant now = clock.instant();
        return judged.statements().stream()
                .flatMap(statement -> strictest(statement).stream())
                .filter(one -> !proof.hasFactorWithin(one.mfa().orElseThrow(), now))
                .findFirst()
                .map(one -> judged.refused(refusal(one)))
                .orElse(judged);
    }

    private Problem refusal(DataClass one) {
        return refusal(
                one.place(),
                ProblemCode.SP2083,
                "data of class `" + one.name() + "`",
                one.mfa().orElseThrow(),
                proof);
    }

    private Optional<DataClass> strictest(Statement statement) {
        return statement.touches().relations().stream()
                .flatMap(use -> asked.used(database, statement, use))
                .min(Comparator.comparing(one -> one.mfa().orElseThrow()));
    }
}
