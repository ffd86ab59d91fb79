package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything wrong that one reading found, in file order when listed. */
final class Problems {
    /** More than this nobody mends in one go. */
    static final int SHOWN = 50;

    /** What cannot be judged while a file that may define the word is unreadable. */
    private static final Set<ProblemCode> REFERENCES =
            EnumSet.range(ProblemCode.SP1101, ProblemCode.SP1108);

    private static final Set<ProblemCode> REACH =
            EnumSet.of(ProblemCode.SP1108, ProblemCode.SP1113);

    private static final Comparator<Problem> IN_FILE_ORDER =
            Comparator.comparing(
                    problem -> problem.place().orElse(Place.line("", 0)),
                    Comparator.comparing(Place::file)
                            .thenComparingInt(Place::line)
                            .thenComparingInt(Place::column));

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, LineStarts> starts = new HashMap<>();
    private final Set<Place> told = new HashSet<>();
    private int unshown;
    private final Set<ProblemCode> muted = EnumSet.noneOf(ProblemCode.class);

    void add(Place place, ProblemCode code, String message, String instead) {
        add(Problem.at(place, code, message, instead));
    }

    void add(Problem problem) {
        if (muted.contains(problem.code())) {
            return;
        }
        problem.place().ifPresent(told::add);
        if (found.size() < SHOWN) {
            found.add(exact(problem));
        } else {
            unshown++;
        }
    }

    /** Adds what reading one file by itself found. */
    void add(Problems file) {
        starts.putAll(file.starts);
        file.found.forEach(this::add);
        unshown += file.unshown;
    }

    /** Adds what does not fit the grammar where nobody has said anything yet. */
    void add(ShapeCheck.Misfit misfit) {
        if (!isTold(misfit.place()) && !isTold(misfit.owner())) {
            add(misfit.place(), misfit.code(), misfit.message(), misfit.instead());
        }
    }

    private boolean isTold(Place place) {
        return told.contains(place) || told.contains(Place.line(place.file(), place.line()));
    }

    /** Remembers where a line's first value begins, for what is known by its line alone. */
    void begins(Place value) {
        starts.computeIfAbsent(value.file(), file -> new LineStarts())
                .begins(value.line(), value.column());
    }

    /** The problem with its column, where the line has one. */
    Problem exact(Problem problem) {
        return new Problem(
                problem.code(),
                problem.place().map(this::exact),
                problem.message(),
                problem.instead());
    }

    private Place exact(Place place) {
        LineStarts known = starts.get(place.file());
        return place.column() > 0 || known == null
                ? place
                : new Place(place.file(), place.line(), known.column(place.line()));
    }

    /** From here on an unknown word may be defined in the file that could not be read. */
    void someFileIsUnread() {
        muted.addAll(REFERENCES);
    }

    /** From here on what hangs on the broken link between tables is not reported again. */
    void someLinkIsBroken() {
        muted.addAll(REACH);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> listed() {
        List<Problem> listed = new ArrayList<>(found);
        listed.sort(IN_FILE_ORDER);
        if (unshown > 0) {
            listed.add(
                    Problem.of(
                            ProblemCode.SP1006,
                            "and " + unshown + " more problems",
                            "mend these first"));
        }
        return List.copyOf(listed);
    }
}
