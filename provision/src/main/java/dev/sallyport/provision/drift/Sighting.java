package dev.sallyport.provision.drift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A database beside its baseline, both of one moment.
 *
 * @param trouble why there is no baseline to be held against; empty where there is one
 */
record Sighting(
        Optional<Baseline> baseline,
        String trouble,
        Facts now,
        List<Difference> differences,
        Authors authors,
        Elsewhere elsewhere) {
    static final String ABSENT = "gone";
    static final String FORGED = "not as Sallyport wrote it";

    static Sighting of(Connection connection, BaselineStore store, Present present)
            throws SQLException {
        Facts now = FactReader.read(connection);
        Elsewhere elsewhere = Elsewhere.read(connection);
        Authors authors = Authors.read(connection, present);
        return switch (store.read(connection)) {
            case BaselineStore.Reading.Sound(Baseline baseline) ->
                    new Sighting(
                            Optional.of(baseline),
                            "",
                            now,
                            baseline.facts().differences(now),
                            authors,
                            elsewhere);
            case BaselineStore.Reading.Absent _ ->
                    new Sighting(Optional.empty(), ABSENT, now, List.of(), authors, elsewhere);
            case BaselineStore.Reading.Forged _ ->
                    new Sighting(Optional.empty(), FORGED, now, List.of(), authors, elsewhere);
        };
    }

    Facts before() {
        return baseline.map(Baseline::facts).orElse(now);
    }
}
