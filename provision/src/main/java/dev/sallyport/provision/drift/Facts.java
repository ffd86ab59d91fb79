package dev.sallyport.provision.drift;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Everything that was so in one database at one moment. */
final class Facts {
    /** A definition is kept as a hash, so the longest text is a long list of table names. */
    private static final int LONGEST_TEXT = 16 * 1024 * 1024;

    private final Map<String, Fact> byKey = new LinkedHashMap<>();

    Facts(Collection<Fact> facts) {
        facts.forEach(fact -> byKey.put(fact.key(), fact));
    }

    Collection<Fact> all() {
        return byKey.values();
    }

    Optional<Fact> like(Fact fact) {
        return at(fact.key());
    }

    Optional<Fact> at(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** What differs from here to there, in the order of the queries. */
    List<Difference> differences(Facts now) {
        Set<Guarded> hidden = hidden();
        hidden.addAll(now.hidden());
        Facts before = without(hidden).comparableTo(now);
        Facts after = now.without(hidden).comparableTo(this);
        Renames renames = Renames.between(before, after);
        List<Difference> found = new ArrayList<>(renames.found());
        renames.applied(before).changes(after).stream()
                .filter(one -> !one.isOnlyTouched() || !renames.isOf(one.fact()))
                .forEach(found::add);
        return found;
    }

    /** What whoever looked could not see. */
    private Set<Guarded> hidden() {
        return all().stream()
                .filter(fact -> fact.kind() == FactKind.UNSEEN)
                .map(fact -> Guarded.valueOf(fact.name()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Guarded.class)));
    }

    private Facts without(Set<Guarded> hidden) {
        return new Facts(
                all().stream()
                        .filter(fact -> fact.kind() != FactKind.UNSEEN)
                        .filter(fact -> hidden.stream().noneMatch(one -> one.hides(fact)))
                        .toList());
    }

    /** Without what the other was not read for. */
    private Facts comparableTo(Facts other) {
        return readings().equals(other.readings())
                ? this
                : new Facts(all().stream().filter(fact -> !fact.isOfReading()).toList());
    }

    private Set<String> readings() {
        return all().stream()
                .filter(fact -> fact.kind() == FactKind.READ)
                .map(Fact::key)
                .collect(Collectors.toSet());
    }

    /** What was never compared before is taken for how it is. */
    private Facts readAs(Facts after) {
        if (after.readings().isEmpty() || readings().equals(after.readings())) {
            return this;
        }
        return new Facts(
                Stream.concat(
                                all().stream().filter(fact -> !fact.isOfReading()),
                                after.all().stream().filter(Fact::isOfReading))
                        .toList());
    }

    private List<Difference> changes(Facts now) {
        List<Difference> found = new ArrayList<>();
        for (Fact fact : now.all()) {
            Difference.between(like(fact), fact).ifPresent(found::add);
        }
        for (Fact fact : all()) {
            if (now.like(fact).isEmpty()) {
                found.add(new Difference(Optional.of(fact), Optional.empty()));
            }
        }
        return found;
    }

    /**
     * These facts with what one transaction of ours made of them; what others did stays a
     * difference.
     *
     * @param xid our transaction, as rows name it
     */
    Facts following(Facts before, Facts after, String xid) {
        Renames renames = Renames.between(before, after);
        return renames.applied(this).with(renames.applied(before), after, xid).readAs(after);
    }

    private Facts with(Facts before, Facts after, String xid) {
        Map<String, Fact> next = new LinkedHashMap<>(byKey);
        for (Fact fact : after.all()) {
            Optional<Fact> was = before.like(fact);
            boolean ours = fact.xid().equals(xid) || fact.xid().isEmpty();
            boolean isNew = was.isEmpty() || !was.get().saysTheSameAs(fact);
            boolean isKnown = like(fact).filter(fact::saysTheSameAs).isPresent();
            if (ours && (isNew || isKnown)) {
                next.put(fact.key(), fact);
            }
        }
        before.all().stream()
                .filter(fact -> after.like(fact).isEmpty())
                .forEach(fact -> next.remove(fact.key()));
        return new Facts(next.values());
    }

    /** What of these every database of the cluster has. */
    Facts ofCluster() {
        return new Facts(all().stream().filter(Fact::isOfCluster).toList());
    }

    /** These facts, with one of them as it is there. */
    Facts with(Difference accepted) {
        if (accepted.isRenamed()) {
            Facts renamed = Renames.of(accepted).applied(this);
            return renamed.with(new Difference(Optional.empty(), accepted.after()));
        }
        Map<String, Fact> next = new LinkedHashMap<>(byKey);
        accepted.before().ifPresent(fact -> next.remove(fact.key()));
        accepted.after().ifPresent(fact -> next.put(fact.key(), fact));
        return new Facts(next.values());
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(-Fact.COLUMNS);
            out.writeInt(byKey.size());
            for (Fact fact : all()) {
                for (String column : fact.columns()) {
                    byte[] text = column.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static Facts of(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            // Before there were versions the count came first, and thirteen columns each.
            int first = in.readInt();
            int width = first < 0 ? -first : Fact.OLD_COLUMNS;
            int count = first < 0 ? in.readInt() : first;
            List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                List<String> columns = new ArrayList<>();
                for (int column = 0; column < width; column++) {
                    columns.add(text(in));
                }
                facts.add(Fact.of(columns));
            }
            return new Facts(facts);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("not a baseline");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
