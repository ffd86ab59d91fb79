package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1130;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the logins of programs and people apart: each becomes one account of a database. */
public final class Logins {
    private Logins() {}

    /** Whether it can name the account of a person in a database. */
    public static boolean isLogin(String name) {
        return Names.isNative(name);
    }

    /** Every service whose name is, or was, a person's login. */
    public static List<Problem> problems(Policy policy, Directory directory) {
        return services(policy, directory).entrySet().stream()
                .flatMap(service ->
                        person(service.getKey(), directory)
                                .map(person ->
                                        problem(service.getKey(), service.getValue(), person))
                                .stream())
                .limit(Problems.SHOWN)
                .toList();
    }

    /** Whether a service has that name, in the policy or among who works here. */
    public static boolean isService(String name, Policy policy, Directory directory) {
        return services(policy, directory).containsKey(name);
    }

    private static Map<String, Place> services(Policy policy, Directory directory) {
        Map<String, Place> services = new LinkedHashMap<>();
        for (Assignment assignment : policy.assignments()) {
            if (assignment.grantee() instanceof Assignment.Service(String name)) {
                services.putIfAbsent(name, assignment.place());
            }
        }
        directory.programs().values().stream()
                .filter(program -> program.kind() == AskerKind.SERVICES)
                .forEach(program -> services.putIfAbsent(program.name(), program.place()));
        return services;
    }

    private static Optional<Place> person(String login, Directory directory) {
        return Optional.ofNullable(directory.people().get(login))
                .map(Directory.Person::place)
                .or(() ->
                        Optional.ofNullable(directory.removed().get(login))
                                .map(Directory.Removal::place))
                .or(() ->
                        directory.people().values().stream()
                                .filter(one -> one.renamedFrom().filter(login::equals).isPresent())
                                .map(Directory.Person::place)
                                .findFirst());
    }

    private static Problem problem(String name, Place service, Place person) {
        return Problem.at(
                service,
                SP1130,
                "service " + Words.quoted(name) + " has the login of a person, at " + person,
                "give the service a name that is, and was, nobody's login");
    }
}
