package dev.sallyport.policy.explain;

import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Place;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question in the words somebody typed; what was left out is empty.
 *
 * @param target {@code ehr.hosp.patients.ssn}, also as {@code prod/ehr.hosp.patients.ssn}
 * @param row columns of one row
 * @param at a date, or an instant
 * @param device what is known of the machine asked from
 */
public record Asked(
        String person,
        String verb,
        String target,
        Map<String, String> row,
        Optional<String> at,
        Optional<String> purpose,
        Optional<String> network,
        Map<String, String> device,
        Optional<String> environment) {

    /** Stands where a question is about everybody. */
    static final Directory.Person NOBODY =
            new Directory.Person("", "", Set.of(), Map.of(), Place.line("nowhere", 0));

    public Asked {
        row = Map.copyOf(row);
        device = Map.copyOf(device);
    }

    /** About a person and a target, now, from anywhere. */
    public static Asked of(String person, String verb, String target) {
        return new Asked(
                person,
                verb,
                target,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    public Asked at(String time) {
        return new Asked(
                person,
                verb,
                target,
                row,
                Optional.of(time),
                purpose,
                network,
                device,
                environment);
    }

    public Asked purpose(String name) {
        return new Asked(
                person, verb, target, row, at, Optional.of(name), network, device, environment);
    }

    public Asked environment(String name) {
        return new Asked(
                person, verb, target, row, at, purpose, network, device, Optional.of(name));
    }

    public Asked row(Map<String, String> columns) {
        return new Asked(person, verb, target, columns, at, purpose, network, device, environment);
    }
}
