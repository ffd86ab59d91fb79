package dev.sallyport.cli;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Spelling;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Command lines that cannot be understood, in one line each. */
final class UsageErrors {
    private UsageErrors() {}

    static Problem problem(ParameterException error) {
        return switch (error) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched);
            case MissingParameterException missing ->
                    misunderstood("something is missing: " + words(missing), help(missing));
            default -> misunderstood(words(error), help(error));
        };
    }

    static Problem missingCommand(CommandLine line) {
        String commands = "`" + String.join("`, `", line.getSubcommands().keySet()) + "`";
        return misunderstood("`" + name(line) + "` needs a command", "one of " + commands);
    }

    private static Problem unknown(UnmatchedArgumentException error) {
        String word = error.getUnmatched().getFirst();
        String what = word.startsWith("-") ? "unknown option" : "unknown word";
        return misunderstood(
                what + " `" + word + "`",
                Spelling.nearest(word, known(error.getCommandLine()))
                        .map(near -> "did you mean `" + near + "`?")
                        .orElseGet(() -> help(error)));
    }

    private static List<String> known(CommandLine line) {
        List<String> known = new ArrayList<>(line.getSubcommands().keySet());
        known.addAll(line.getCommandSpec().optionsMap().keySet());
        return known;
    }

    /** Picocli quotes with apostrophes, we with backticks. */
    private static String words(ParameterException error) {
        String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return message.replace('\'', '`');
    }

    private static String help(ParameterException error) {
        return "see `" + name(error.getCommandLine()) + " --help`";
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName(" ");
    }

    private static Problem misunderstood(String message, String instead) {
        return Problem.of(ProblemCode.SP6007, message, instead);
    }
}
