package dev.sallyport.policy.explain;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Policy;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A person, an agent or a service, by name alone: the same in two policies. */
record Subject(AskerKind kind, String name) {

    static Set<Subject> people(Directory directory) {
        Set<Subject> people = new LinkedHashSet<>();
        directory
                .people()
                .keySet()
                .forEach(name -> people.add(new Subject(AskerKind.PEOPLE, name)));
        return people;
    }

    /** Known by what is assigned to them. */
    static Set<Subject> programs(Policy policy) {
        Set<Subject> programs = new LinkedHashSet<>();
        for (Assignment assignment : policy.assignments()) {
            switch (assignment.grantee()) {
                case Assignment.Agent(String name) ->
                        programs.add(new Subject(AskerKind.AGENTS, name));
                case Assignment.Service(String name) ->
                        programs.add(new Subject(AskerKind.SERVICES, name));
                case Assignment.Group ignored -> {}
                case Assignment.Individual ignored -> {}
            }
        }
        return programs;
    }

    Who in(Directory directory) {
        return switch (kind) {
            case PEOPLE ->
                    Who.person(
                            Optional.ofNullable(directory.people().get(name)).orElse(Asked.NOBODY));
            case AGENTS, SERVICES -> new Who(kind, name, Asked.NOBODY);
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PEOPLE -> name;
            case AGENTS -> Who.AGENT + name;
            case SERVICES -> Who.SERVICE + name;
        };
    }
}
