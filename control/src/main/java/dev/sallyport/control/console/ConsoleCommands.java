package dev.sallyport.control.console;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.Map;

/** Port: what the command line does, for whoever asks over the API. Safe from any thread. */
public interface ConsoleCommands {

    /** Where nothing is done. */
    ConsoleCommands NONE =
            (word, arguments) -> {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP7100,
                                "the request cannot be understood",
                                "send what the reference of the API shows"));
            };

    /**
     * Reads one; nothing is done.
     *
     * @param word such as {@code session-kill}
     * @throws Refused SP7100 where it is none, SP7300 where it is done at the machine only
     */
    Command read(String word, Map<String, Object> arguments);

    /** A command that may be given over the API. */
    interface Command {
        String word();

        /** What it takes. */
        Right right();

        /**
         * @throws Refused SP7301 where too many are being done, SP7205 where the caller says that
         *     somebody else answers for it, SP7206 where it is about the caller
         */
        Done run(Caller caller);
    }

    /**
     * What it came to.
     *
     * @param exit as the command line exits
     * @param out what it printed, and to which stream
     */
    record Done(int exit, String out, String err) {}
}
