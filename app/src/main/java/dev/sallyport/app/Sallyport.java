package dev.sallyport.app;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.SallyportCommand;
import dev.sallyport.cli.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The program. */
public final class Sallyport {
    private Sallyport() {}

    public static void main(String[] words) {
        Terminal terminal = new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err));
        Commands commands = new Commands(Clock.systemUTC(), Checkout.ofProgram());
        Exit exit = SallyportCommand.run(commands, terminal, List.of(words));
        System.exit(exit.code());
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
