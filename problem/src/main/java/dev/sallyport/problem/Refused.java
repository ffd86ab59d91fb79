package dev.sallyport.problem;

import java.util.List;

/** Thrown where a person's mistake ends the work: carries every problem found, at least one. */
public final class Refused extends RuntimeException {
    private final transient List<Problem> problems;

    public Refused(Problem problem) {
        this(List.of(problem));
    }

    public Refused(List<Problem> problems) {
        super(problems.getFirst().toString(), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
