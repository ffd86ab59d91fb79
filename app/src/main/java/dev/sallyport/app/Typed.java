package dev.sallyport.app;

import dev.sallyport.cli.Request;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where somebody's secrets come from, one word at a time. */
@FunctionalInterface
interface Typed {
    /** Longer than any password we take. */
    int LONGEST_LINE = 1024;

    /** The answer; empty where there is none. */
    String answer(String question);

    static Typed from(Request.Secrets secrets) {
        return switch (secrets) {
            case ASKED_FOR -> atTerminal();
            case PIPED -> piped(System.in);
        };
    }

    private static Typed atTerminal() {
        Console console =
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .orElseThrow(() ->
                                new Refused(
                                        Problem.of(
                                                ProblemCode.SP6007,
                                                "there is no terminal to ask for the password at",
                                                "give it with `--password-stdin`, or sign in"
                                                        + " with a browser: `--device`")));
        return question -> {
            char[] word = console.readPassword("%s", question);
            return word == null ? "" : new String(word);
        };
    }

    /** Line by line, and nothing beyond: what follows is somebody else's. */
    static Typed piped(InputStream in) {
        return _ -> {
            try {
                return line(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() == LONGEST_LINE) {
                throw new Refused(
                        Problem.of(
                                ProblemCode.SP6007,
                                "a line of standard input is longer than " + LONGEST_LINE,
                                "give the password on one line, the code on the next"));
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
