package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command prints, kept up to a bound; what is cut says so. */
final class Printed {
    /** Characters of each stream; a plan of thousands of tables is shorter. */
    private static final int LONGEST = 1 << 22;

    private final Kept out = new Kept();
    private final Kept err = new Kept();

    Terminal terminal() {
        return new Terminal(new PrintWriter(out), new PrintWriter(err));
    }

    String out() {
        return out.told();
    }

    String err() {
        return err.told();
    }

    private static final class Kept extends StringWriter {
        private long beyond;

        @Override
        public void write(int one) {
            write(new char[] {(char) one}, 0, 1);
        }

        @Override
        public void write(String text, int from, int length) {
            write(text.substring(from, from + length).toCharArray(), 0, length);
        }

        @Override
        public void write(char[] text, int from, int length) {
            int kept = Math.min(length, LONGEST - getBuffer().length());
            super.write(text, from, kept);
            beyond += length - kept;
        }

        String told() {
            return beyond == 0
                    ? toString()
                    : this + "\n… and %,d characters more, at the machine only\n".formatted(beyond);
        }
    }
}
