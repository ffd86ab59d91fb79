package dev.sallyport.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one mapping as it is read. */
final class SeenKeys {
    /** Nearly every mapping has fewer; looking at each is then cheaper than hashing. */
    private static final int FEW = 8;

    private final List<Yaml.Scalar> few = new ArrayList<>(FEW);
    private final Map<String, Yaml.Scalar> many = new HashMap<>(0);

    /** The key of the same text that was added before. */
    Optional<Yaml.Scalar> add(Yaml.Scalar key) {
        Optional<Yaml.Scalar> first = ofFew(key);
        if (first.isPresent() || few.size() < FEW) {
            first.ifPresentOrElse(one -> {}, () -> few.add(key));
            return first;
        }
        return Optional.ofNullable(many.putIfAbsent(key.text(), key));
    }

    private Optional<Yaml.Scalar> ofFew(Yaml.Scalar key) {
        for (Yaml.Scalar one : few) {
            if (one.text().equals(key.text())) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
