package dev.sallyport.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code hardening} of a database. */
final class HardeningReader {
    private final Problems problems;

    HardeningReader(Problems problems) {
        this.problems = problems;
    }

    Hardening read(Optional<Yaml> written) {
        return written.map(value -> Fields.of(value, "`hardening`", problems, List.of("decline")))
                .flatMap(fields ->
                        fields.required(
                                "decline", "add `decline: {languages: why}`, or leave it out"))
                .map(this::declined)
                .orElse(Hardening.ALL);
    }

    private Hardening declined(Yaml value) {
        Fields fields = Fields.of(value, "`decline`", problems, Hardening.Item.words());
        Map<Hardening.Item, Hardening.Declined> declined = new EnumMap<>(Hardening.Item.class);
        for (Hardening.Item item : Hardening.Item.values()) {
            fields.word(item.word())
                    .ifPresent(reason -> {
                        fields.requiredText(item.word(), "say why it stays as it is");
                        declined.put(
                                item,
                                new Hardening.Declined(
                                        reason.text(), CatalogReader.line(reason.place())));
                    });
        }
        return new Hardening(declined);
    }
}
