package dev.sallyport.grammar;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the parser's module asks of its host, by the short names of libpg-query 18.1.5: setjmp and
 * longjmp as exceptions, more memory, and nothing of the outside world. For one instance.
 */
final class ParserImports {
    private static final String HOST = "a";
    private static final int PAGE = 64 << 10;

    /** The module's calls through setjmp, one for each signature ({@code invoke_vii} …). */
    private static final String INVOKES = "gbadklefhjiyn";

    private @Nullable ExportFunction stackAt;
    private @Nullable ExportFunction stackBack;
    private @Nullable ExportFunction threw;

    /** PostgreSQL's own error on its way to the PG_TRY that waits for it. */
    private static final class LongJump extends RuntimeException {
        private static final long serialVersionUID = 1;

        LongJump() {
            super(null, null, false, false);
        }
    }

    ImportValues values(WasmModule module) {
        ImportValues.Builder values = ImportValues.builder();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            FunctionImport wanted = (FunctionImport) module.importSection().getImport(i);
            FunctionType type = module.typeSection().getType(wanted.typeIndex());
            values.addFunction(
                    new HostFunction(HOST, wanted.name(), type, handle(wanted.name(), type)));
        }
        return values.build();
    }

    void connect(Instance instance) {
        stackAt = instance.export("R");
        stackBack = instance.export("Q");
        threw = instance.export("P");
    }

    private WasmFunctionHandle handle(String name, FunctionType type) {
        if (INVOKES.contains(name)) {
            long[] nothing = new long[type.returns().size()];
            return (instance, arguments) -> invoke(instance, arguments, nothing);
        }
        return switch (name) {
            case "p" ->
                    (_, _) -> {
                        throw new LongJump();
                    };
            case "q" -> (instance, arguments) -> new long[] {grow(instance, arguments[0])};
            // Timers and files: there are none, and nothing waits for them.
            case "o", "r", "s", "t", "u" -> (_, _) -> new long[] {0};
            case "w" -> (_, _) -> new long[0];
            // Failed assertions and exits.
            default ->
                    (_, _) -> {
                        throw new IllegalStateException("the parser gave up");
                    };
        };
    }

    private long[] invoke(Instance instance, long[] arguments, long[] nothing) {
        long before = called(stackAt)[0];
        try {
            int function = instance.table(0).requiredRef((int) arguments[0]);
            return instance.getMachine()
                    .call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (LongJump jump) {
            called(stackBack, before);
            called(threw, 1, 0);
            return nothing;
        }
    }

    private static long[] called(@Nullable ExportFunction function, long... arguments) {
        if (function == null) {
            throw new IllegalStateException("the parser called before it was there");
        }
        return function.apply(arguments);
    }

    /** At least an eighth more, so that a long text does not copy all memory for each page. */
    private static long grow(Instance instance, long wanted) {
        int pages = instance.memory().pages();
        int needed = (int) (((wanted & 0xFFFF_FFFFL) + PAGE - 1) / PAGE) - pages;
        if (needed <= 0 || instance.memory().grow(Math.max(needed, pages / 8)) >= 0) {
            return 1;
        }
        return instance.memory().grow(needed) >= 0 ? 1 : 0;
    }
}
