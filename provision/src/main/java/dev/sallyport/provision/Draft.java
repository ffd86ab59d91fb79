package dev.sallyport.provision;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A wanted state in the making, with every problem met on the way. */
final class Draft {
    private final Map<String, NativeObject> objects = new LinkedHashMap<>();
    private final List<NativeObject> steps = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Something done once on the way to the wanted state. */
    void step(NativeObject object) {
        steps.add(object);
    }

    List<NativeObject> steps() {
        return List.copyOf(steps);
    }

    void add(NativeObject object) {
        objects.put(object.key(), object);
    }

    void grant(Securable on, String privilege, SqlIdentifier grantee) {
        add(new NativeObject.Grant(on, privilege, Optional.of(grantee), Optional.empty()));
    }

    void problem(Place place, ProblemCode code, String message, String instead) {
        problem(Problem.at(place, code, message, instead));
    }

    void problem(Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    NativeState wanted() {
        return new NativeState(objects.values());
    }
}
