package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.SelectShape.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change returns its rows only where PostgreSQL then changes the same rows. */
class ReturnedChangesTest {
    private static final String EDITS =
            "        rows: my_clinics\n        edit: {insert: [patient_id, clinic_id, kind, notes]}";

    @TempDir private Path folder;

    private static final String PHYSICIAN = "  physician:\n    owner";
    private static final RelationName ENCOUNTERS = new RelationName(Optional.empty(), "encounters");

    private static ShownColumns shown(PolicySnapshot snapshot) {
        return ShownColumns.of(
                snapshot.policy(),
                Map.of("ehr", List.of(view(1, "nurse"), view(2, "physician"), view(3, "ward"))),
                new byte[1]);
    }

    private static ShownColumns.Standing view(int oid, String role) {
        return new ShownColumns.Standing(oid, role, "encounters", Map.of(1, "id", 2, "patient_id"));
    }

    private static boolean mayReturn(PolicySnapshot snapshot, List<String> roles, Part... parts) {
        return shown(snapshot)
                .mayReturn(
                        "ehr",
                        roles,
                        ENCOUNTERS,
                        new SelectShape(-1, List.of(), List.of(), Set.of(parts), Set.of()));
    }

    @Test
    void returnsThemWhereOneScopeIsForBoth() {
        List<String> both = List.of("nurse", "physician");
        assertThat(mayReturn(Hospital.snapshot(), both, Part.INSERT)).isTrue();
        assertThat(mayReturn(Hospital.snapshot(), both, Part.UPDATE)).isTrue();
        assertThat(mayReturn(Hospital.snapshot(), both, Part.MERGE)).isTrue();
    }

    @Test
    void returnsNoneWhereOtherRowsAreChangedThanAreShown() throws IOException {
        PolicySnapshot other =
                Hospital.changed(folder, EDITS, EDITS.replace("my_clinics", "my_patients"));

        assertThat(mayReturn(other, List.of("nurse"), Part.INSERT)).isFalse();
        assertThat(mayReturn(other, List.of("nurse"), Part.MERGE)).isFalse();
        assertThat(mayReturn(other, List.of("nurse"), Part.UPDATE)).isTrue();
        assertThat(mayReturn(other, List.of("physician"), Part.INSERT)).isTrue();
        assertThat(mayReturn(other, List.of("physician", "nurse"), Part.INSERT)).isFalse();
    }

    @Test
    void knowsWhatARoleInherits() throws IOException {
        String ward =
                """
                  ward:
                    owner: cno@hospital.example
                    reason: Nights.
                    purposes: [treatment]
                    inherits: [nurse]
                    allow: []
                """;
        PolicySnapshot same = Hospital.changed(folder, PHYSICIAN, ward + PHYSICIAN);
        PolicySnapshot other =
                Hospital.changed(
                        folder,
                        PHYSICIAN,
                        ward + PHYSICIAN,
                        EDITS,
                        EDITS.replace("my_clinics", "my_patients"));

        assertThat(shown(same).keysOf("ehr", List.of("ward"), ENCOUNTERS)).hasSize(1);
        assertThat(mayReturn(same, List.of("ward"), Part.INSERT)).isTrue();
        assertThat(mayReturn(other, List.of("ward"), Part.INSERT)).isFalse();
    }

    @Test
    void asksOfAConflictWhatItAsksOfAnUpdate() throws IOException {
        PolicySnapshot other =
                Hospital.changed(
                        folder,
                        EDITS,
                        EDITS.replace("my_clinics", "my_patients").replace("insert", "update"));

        assertThat(mayReturn(other, List.of("nurse"), Part.INSERT)).isTrue();
        assertThat(mayReturn(other, List.of("nurse"), Part.INSERT, Part.ON_CONFLICT)).isFalse();
    }
}
