package dev.sallyport.provision.adopt;

import dev.sallyport.policy.Adopted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy folder a survey becomes, and what is to be said of it.
 *
 * @param files text by file name
 * @param classified how many columns have a class
 * @param unclassified columns without one, {@code schema.table.column}
 * @param suggested class by column, as {@code hosp.patients.ssn}
 */
public record AdoptedFolder(
        Survey survey,
        Map<String, String> files,
        int classified,
        List<String> unclassified,
        Map<String, String> suggested) {
    public static final String REPORT = "README.md";

    public AdoptedFolder {
        files = Map.copyOf(files);
        unclassified = List.copyOf(unclassified);
        suggested = new LinkedHashMap<>(suggested);
    }

    /**
     * @param name the database's name in the policy
     */
    public static AdoptedFolder of(Survey survey, String name) {
        Classified classified = new Classified(survey.tables());
        Map<String, String> suggested = new LinkedHashMap<>();
        for (Table table : classified.tables()) {
            classified
                    .of(table)
                    .forEach((column, one) ->
                            suggested.put(
                                    table.relation() + "." + column.name(),
                                    one.dataClass().word()));
        }
        return new AdoptedFolder(
                survey,
                Map.of(
                        "10-catalog.yaml",
                        CatalogWriter.write(name, classified),
                        "adopted.yaml",
                        AdoptedWriter.write(name, survey.found()),
                        REPORT,
                        ReportWriter.write(name, survey, classified)),
                classified.count(),
                classified.unclassified(),
                suggested);
    }

    /** The section {@code adopted} of one database, as a file of its own. */
    public static String text(String name, Adopted adopted) {
        return AdoptedWriter.write(name, adopted);
    }

    /** In one line: what was found. */
    public String counts() {
        Adopted found = survey.found();
        return "%d roles, %d memberships, %d settings, %d rights, %d rights on what is to come, %d owners' things"
                .formatted(
                        found.roles().size(),
                        found.members().size(),
                        found.settings().size(),
                        found.rights().size(),
                        found.defaults().size(),
                        found.owned().size());
    }
}
