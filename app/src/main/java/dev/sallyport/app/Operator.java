package dev.sallyport.app;

import dev.sallyport.control.directory.Actor;
import java.util.Optional;

/** Who gives orders at the command line, as the record names them. */
final class Operator {
    /** Whom the kernel names at the other end of the control socket, while it is served. */
    static final ScopedValue<String> CALLER = ScopedValue.newInstance();

    /** The login of who asks over the API, by themselves or by a key of theirs. */
    static final ScopedValue<String> PERSON = ScopedValue.newInstance();

    /** Before who asks over the API: no account of a machine has a colon in its name. */
    static final String ELSEWHERE = "console:";

    private Operator() {}

    /** The account of the machine that gave the order, not the one the server runs as. */
    static String name() {
        return CALLER.orElse(System.getProperty("user.name"));
    }

    /** The same among those who change the directory: at this machine, or elsewhere. */
    static Actor actor() {
        String name = name();
        return new Actor(
                name.startsWith(ELSEWHERE) ? name : "cli:" + name,
                PERSON.isBound() ? Optional.of(PERSON.get()) : Optional.empty());
    }
}
