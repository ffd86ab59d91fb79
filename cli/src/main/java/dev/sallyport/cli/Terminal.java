package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where a command's answer and its problems are printed.
 *
 * @param left whether whoever asked has gone away
 */
public record Terminal(PrintWriter out, PrintWriter err, BooleanSupplier left) {

    public Terminal(PrintWriter out, PrintWriter err) {
        this(out, err, () -> false);
    }

    /** The same, until something else says that it is over. */
    public Terminal until(BooleanSupplier over) {
        return new Terminal(out, err, over);
    }

    /** Whether nobody is left to read what goes on. */
    public boolean isLeft() {
        return left.getAsBoolean() || out.checkError();
    }

    /** Prints nothing, for work whose words nobody asked for. */
    public static Terminal silent() {
        return new Terminal(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
    }

    /** Prints a line of the answer at once, so that progress is seen as it happens. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints the problems, one per line, and says how the command ends. */
    public Exit refuse(List<Problem> problems) {
        problems.forEach(err::println);
        err.flush();
        return Exit.because(problems);
    }
}
