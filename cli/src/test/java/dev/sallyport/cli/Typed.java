package dev.sallyport.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines as somebody types them, and what is asked by them: nothing of it is done. */
final class Typed implements Actions {
    /** In their order. */
    final List<Request> asked = new ArrayList<>();

    /** Which of them somebody else is asked, and who. */
    final List<Remote> elsewhere = new ArrayList<>();

    /** Which configurations were named. */
    final List<Path> configs = new ArrayList<>();

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
    public Exit perform(Request request, Remote remote, Terminal terminal) {
        asked.add(request);
        elsewhere.add(remote);
        return Exit.DONE;
    }

    @Override
    public Path data(Path config) {
        configs.add(config);
        return Path.of("/of-the-config");
    }

    @Override
    public String keep(Throwable failure, Request request) {
        return "nowhere";
    }
}
