package dev.sallyport.provision.drift;

import java.util.List;

/** How something done behind our back is undone. */
public sealed interface Reversal {

    /** By these statements, on what the policy lets Sallyport touch. */
    record Statements(List<String> sql) implements Reversal {
        public Statements {
            sql = List.copyOf(sql);
        }
    }

    /** There is nothing left to undo; it only has to be taken note of. */
    record Nothing() implements Reversal {}

    /**
     * Not by Sallyport.
     *
     * @param why what stands against it
     * @param sql what an administrator may run; empty where no statement brings it back
     */
    record Refused(String why, List<String> sql) implements Reversal {
        public Refused {
            sql = List.copyOf(sql);
        }
    }
}
