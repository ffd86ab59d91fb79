package dev.sallyport.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Command lines as somebody types them, and what is asked by them: nothing of it is done. */
final class Typed implements Actions {
    /** In their order. */
    final List<Request> asked = new ArrayList<>();

    /** What they are told is wrong. */
    final StringWriter err = new StringWriter();

    Exit run(List<String> words) {
        return SallyportCommand.run(
                this,
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err)),
                words);
    }

    @Override
    public Exit perform(Request request, Terminal terminal) {
        asked.add(request);
        return Exit.DONE;
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return "nowhere";
    }
}
