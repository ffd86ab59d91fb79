package dev.sallyport.gateway;

import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.wire.BackendFrame.Header;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of one result show, and which of them say whose a row is; read from its
 * RowDescription.
 *
 * @param keys by their place in a row, in order
 * @param saw what it shows, sorted
 * @param basis whether everybody in a row is named by one of the keys
 * @param added how many columns at the end are the gateway's own
 * @param reach whom the keys name beside what the columns tell
 * @param tables how many columns are of tables, without the gateway's own
 * @param keyed tables whose rows say whose they are
 */
record ResultColumns(
        List<Key> keys,
        List<String> saw,
        Basis basis,
        int added,
        KeyPlan.Reach reach,
        int tables,
        Set<String> keyed) {
    /** What nobody need be told of: no row of it is about anybody. */
    static final ResultColumns NOBODYS = of(List.of(), List.of(), Basis.RETURNED);

    /** What is shown cannot be told. */
    static final List<String> UNSEEN = List.of("unknown");

    /** A result that was not described. */
    static final ResultColumns UNKNOWN = of(List.of(), UNSEEN, Basis.UNNAMED);

    /** Table, column, type, its length, its modifier, format. */
    private static final int AFTER_NAME = 18;

    private static final int COLUMN = 4;
    private static final int TYPE = 6;
    private static final int FORMAT = 16;

    /**
     * One column that is read.
     *
     * @param at its place in a row, from 0
     * @param name of the key in the catalog
     */
    record Key(int at, KeyName name, KeyValue value) {}

    ResultColumns {
        keys = List.copyOf(keys);
        saw = List.copyOf(saw);
        keyed = Set.copyOf(keyed);
    }

    static ResultColumns of(List<Key> keys, List<String> saw, Basis basis) {
        return new ResultColumns(keys, saw, basis, 0, KeyPlan.Reach.AS_DESCRIBED, 0, Set.of());
    }

    /** The same as the result of a statement, whose text says more of what its cells show. */
    ResultColumns of(Asked asked) {
        boolean derived = asked.derived().shows() || tables < asked.derived().columns();
        boolean elsewhere = derived && !keyed.containsAll(asked.from());
        boolean others = !namesAll() && (elsewhere || asked.derived().mixed());
        boolean somebodys = concernsSomebody() || (derived && asked.mayBeOfSomebody());
        return asked.moves() || (somebodys && others && basis != Basis.CHANGED)
                ? but(saw.isEmpty() ? UNSEEN : saw, Basis.UNNAMED, reach)
                : this;
    }

    private ResultColumns but(List<String> shown, Basis now, KeyPlan.Reach names) {
        return new ResultColumns(keys, shown, now, added, names, tables, keyed);
    }

    /** The same of a statement to which something was added. */
    ResultColumns of(@Nullable Added more) {
        if (more == null) {
            return this;
        }
        boolean some = more.reach() == KeyPlan.Reach.SOME || basis == Basis.UNNAMED;
        Basis shown = more.swallowed() ? Basis.CHANGED : basis;
        return but(more.swallowed() ? List.of() : saw, some ? Basis.UNNAMED : shown, more.reach());
    }

    /** Whether a row names everybody, though a table be there twice. */
    boolean namesAll() {
        return reach == KeyPlan.Reach.ALL;
    }

    /** Whether there is anything to be put on record. */
    boolean concernsSomebody() {
        return basis == Basis.UNNAMED || !keys.isEmpty();
    }

    /**
     * @param index of a whole RowDescription that starts there
     */
    static ResultColumns read(ByteBuf in, int index, Header header, ShownColumns shown, String db) {
        Reading reading = new Reading(shown, db);
        int end = index + header.total();
        int at = index + Header.HEADER;
        int fields = in.getUnsignedShort(at);
        at += Short.BYTES;
        for (int field = 0; field < fields; field++) {
            int zero = in.indexOf(at, end, (byte) 0);
            if (zero < 0 || zero + AFTER_NAME >= end) {
                return UNKNOWN;
            }
            reading.called(shown.isMark(in, at, zero));
            at = zero + 1;
            reading.field(
                    field,
                    in.getInt(at),
                    in.getShort(at + COLUMN),
                    in.getInt(at + TYPE),
                    in.getShort(at + FORMAT));
            at += AFTER_NAME;
        }
        return reading.result();
    }

    /** One description while it is read. */
    private static final class Reading {
        private final ShownColumns shown;
        private final String database;
        private final List<Key> keys = new ArrayList<>();
        private final Set<String> saw = new TreeSet<>();

        /** Views whose rows are about somebody, and whether a key of theirs was found. */
        private final Map<Integer, Boolean> named = new HashMap<>();

        private boolean foreign;
        private int tables;

        /** As many as follow each other, up to the one that is read. */
        private int added;

        Reading(ShownColumns shown, String database) {
            this.shown = shown;
            this.database = database;
        }

        void called(boolean ours) {
            added = ours ? added + 1 : 0;
        }

        void field(int at, int table, int number, int type, int format) {
            tables += table == 0 || added > 0 ? 0 : 1;
            ShownColumns.View view = shown.at(database, table);
            if (view == null) {
                foreign |= ShownColumns.isSomebodys(table);
                return;
            }
            if (!view.hasSubject()) {
                return;
            }
            ShownColumns.Column column = view.columns().get(number);
            if (added == 0) {
                saw.add(column == null ? UNSEEN.getFirst() : column.saw());
            }
            if (added > 0 || !named.getOrDefault(table, false)) {
                named.merge(table, isKey(column, at, type, format), Boolean::logicalOr);
            }
        }

        private boolean isKey(ShownColumns.@Nullable Column column, int at, int type, int format) {
            if (column == null || column.key().isEmpty()) {
                return false;
            }
            KeyValue.of(type, format)
                    .ifPresent(value -> keys.add(new Key(at, column.key().get(), value)));
            return KeyValue.of(type, format).isPresent();
        }

        private Set<String> keyed() {
            return named.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(table -> Objects.requireNonNull(shown.at(database, table.getKey())))
                    .map(view -> view.name().name())
                    .collect(Collectors.toSet());
        }

        ResultColumns result() {
            if (foreign) {
                saw.addAll(UNSEEN);
            }
            boolean nobodys = saw.isEmpty() && added == 0;
            boolean all = !foreign && !named.containsValue(false);
            return new ResultColumns(
                    keys,
                    saw.isEmpty() && !nobodys ? UNSEEN : List.copyOf(saw),
                    all ? Basis.RETURNED : Basis.UNNAMED,
                    added,
                    KeyPlan.Reach.AS_DESCRIBED,
                    tables,
                    keys.isEmpty() ? Set.of() : keyed());
        }
    }
}
