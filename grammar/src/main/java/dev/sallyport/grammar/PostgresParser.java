package dev.sallyport.grammar;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 18's own parser (libpg_query's WebAssembly), run inside the JVM. For one thread. A
 * parser that failed otherwise than by refusing a text, or grew large, is thrown away.
 */
final class PostgresParser {
    /**
     * 36 MiB: the module lays 32 MiB of stack and 2 MiB of tables before its first byte of heap.
     */
    private static final int FIRST_PAGES = 576;

    /** 256 MiB: above what the longest text read needs, so that nothing else is eaten up. */
    private static final int MOST_PAGES = 4096;

    /** 48 MiB: a parser that one long text made larger is not kept for the next. */
    private static final int KEPT_PAGES = 768;

    private @Nullable Running running;

    /** What the parser made of a text. */
    sealed interface Parsed {
        record Tree(String json) implements Parsed {}

        /**
         * Not SQL.
         *
         * @param letter where, counted in characters from 1; 0 where the parser does not say
         * @param reason PostgreSQL's own words, which may hold some of the text
         */
        record Wrong(int letter, String reason) implements Parsed {}

        /** Nested too deeply or too large: nothing is known about it. */
        record Exhausted() implements Parsed {}
    }

    /** Reads text that must hold no zero byte. Never throws. */
    Parsed parse(byte[] utf8, int offset, int length) {
        try {
            Running parser = running == null ? new Running() : running;
            running = null;
            Parsed parsed = parser.parse(utf8, offset, length);
            if (parser.memory.pages() <= KEPT_PAGES) {
                running = parser;
            }
            return parsed;
        } catch (ChicoryException | IllegalStateException | StackOverflowError exhausted) {
            return new Parsed.Exhausted();
        }
    }

    /** One instance of the module. */
    static final class Running {
        private final ParserImports imports = new ParserImports();
        private final Instance instance;
        private final Memory memory;
        private final ExportFunction allocate;
        private final ExportFunction free;

        Running() {
            this(ParserModule.load(), ParserModule::create);
        }

        Running(WasmModule module, Function<Instance, Machine> machine) {
            instance =
                    Instance.builder(module)
                            .withImportValues(imports.values(module))
                            .withMachineFactory(machine)
                            .withMemoryFactory(ByteArrayMemory::new)
                            .withMemoryLimits(new MemoryLimits(FIRST_PAGES, MOST_PAGES))
                            .withStart(false)
                            .build();
            memory = instance.memory();
            imports.connect(instance);
            instance.export("A").apply();
            allocate = instance.export("C");
            free = instance.export("E");
        }

        Parsed parse(byte[] utf8, int offset, int length) {
            int result = call("F", utf8, offset, length);
            int error = memory.readInt(result + 8);
            Parsed parsed =
                    error == 0
                            ? new Parsed.Tree(memory.readCString(memory.readInt(result)))
                            : wrong(error);
            instance.export("G").apply(result);
            return parsed;
        }

        private Parsed wrong(int error) {
            String reason = memory.readCString(memory.readInt(error));
            boolean exhausted =
                    reason.startsWith("memory exhausted")
                            || reason.startsWith("out of memory")
                            || reason.startsWith("stack depth");
            return exhausted
                    ? new Parsed.Exhausted()
                    : new Parsed.Wrong(memory.readInt(error + 16), reason);
        }

        /** What one of the module's functions of a text answers. */
        private int call(String function, byte[] utf8, int offset, int length) {
            int text = (int) allocate.apply(length + 1)[0];
            memory.write(text, utf8, offset, length);
            memory.writeByte(text + length, (byte) 0);
            int result = (int) instance.export(function).apply(text)[0];
            free.apply(text);
            if (result == 0) {
                throw new IllegalStateException("the parser has no memory left");
            }
            return result;
        }

        /** The tokens of PostgreSQL's own scanner, as JSON. */
        String scan(byte[] utf8) {
            int result = call("M", utf8, 0, utf8.length);
            String tokens = memory.readCString(result);
            instance.export("N").apply(result);
            return tokens;
        }
    }
}
