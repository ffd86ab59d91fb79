package dev.sallyport.audit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Asks Linux to let a thread run soon after it wakes, in exchange for less at a time: what every
 * result waits for should not queue behind whole queries on a busy machine. Needs no privilege and
 * takes no larger share (sched_setattr(2), a slice for SCHED_OTHER since Linux 6.12). Elsewhere it
 * changes nothing.
 */
public final class ShortSlice {
    /** The shortest the kernel takes. */
    private static final long SLICE_NANOS = 100_000;

    private static final int THIS_THREAD = 0;

    /** Size and offsets of {@code struct sched_attr}. */
    private static final int BYTES = 56;

    private static final int POLICY = 4;
    private static final int RUNTIME = 24;

    /** A policy other than SCHED_OTHER is somebody's choice. */
    private static final int SCHED_OTHER = 0;

    /** sched_setattr and sched_getattr where the system calls have these numbers. */
    private record Calls(int set, int get) {}

    private static final Map<String, Calls> CALLS =
            Map.of("amd64", new Calls(314, 315), "aarch64", new Calls(274, 275));

    private ShortSlice() {}

    /** For the thread that calls and those it starts from then on. */
    public static void take() {
        Calls calls = CALLS.get(System.getProperty("os.arch"));
        if (calls == null || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            ask(calls, arena.allocate(BYTES, Long.BYTES));
        } catch (Throwable _) {
            // Without native access, or under a filter of system calls: as fast as before.
        }
    }

    // The call is outside Java, so the linker is told of it; the launcher allows native access.
    @SuppressWarnings("restricted")
    private static void ask(Calls calls, MemorySegment attributes) throws Throwable {
        MethodHandle syscall =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG),
                                Linker.Option.firstVariadicArg(1));
        long read =
                (long)
                        syscall.invokeExact(
                                (long) calls.get, (long) THIS_THREAD, attributes, (long) BYTES, 0L);
        if (read == 0 && attributes.get(ValueLayout.JAVA_INT, POLICY) == SCHED_OTHER) {
            attributes.set(ValueLayout.JAVA_LONG, RUNTIME, SLICE_NANOS);
            long ignored =
                    (long)
                            syscall.invokeExact(
                                    (long) calls.set, (long) THIS_THREAD, attributes, 0L, 0L);
        }
    }
}
