package dev.sallyport.provision.adopt;

import dev.sallyport.policy.Hardening;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the catalog of an adopted database: suggested classes, everything declined. */
final class CatalogWriter {
    private static final String DECLINED = "adopted as found; decide item by item";

    private final StringBuilder text = new StringBuilder();
    private final String name;
    private final Classified classified;

    private CatalogWriter(String name, Classified classified) {
        this.name = name;
        this.classified = classified;
    }

    static String write(String name, Classified classified) {
        CatalogWriter writer = new CatalogWriter(name, classified);
        writer.database();
        writer.classes();
        writer.columns();
        writer.scopes();
        return writer.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void database() {
        line(
                "# Owner: data governance. Suggested by `sallyport adopt` from names and types alone: review");
        line(
                "# every line. A column without a class is invisible. Nothing is granted, and nothing in the");
        line("# database changes, until a role says so.");
        line("version: 1");
        line("databases:");
        line("  " + name + ":");
        line("    engine: postgresql");
        SubjectHint.in(classified).ifPresent(this::subject);
        line("    manage: {schemas: " + YamlText.list(classified.schemas()) + "}");
        line("    hardening:  # take an item out, and `plan` shows what PUBLIC would lose");
        line("      decline:");
        for (Hardening.Item item : Hardening.Item.values()) {
            line("        " + item.word() + ": " + DECLINED);
        }
    }

    private void subject(SubjectHint hint) {
        line(
                "    # %d tables point at %s. If records are about its rows, uncomment:"
                        .formatted(hint.links().size(), Comments.plain(hint.table().relation())));
        line(
                "    #  subject: {table: %s, key: %s, label: %s}"
                        .formatted(
                                YamlText.word(hint.table().relation()),
                                YamlText.word(hint.key()),
                                YamlText.word(hint.label())));
        line("    #  subject_of:");
        for (SubjectHint.Link link : hint.links()) {
            line(
                    "    #    %s: %s  # foreign key %s"
                            .formatted(
                                    YamlText.word(link.from().relation()),
                                    YamlText.word(
                                            link.column().name()
                                                    + " -> "
                                                    + hint.table().relation()
                                                    + "."
                                                    + link.to().column()),
                                    Comments.plain(link.to().constraint())));
        }
    }

    private void classes() {
        if (classified.count() == 0) {
            return;
        }
        line("");
        line("classes:");
        for (Suggestion.DataClass one : classified.classes()) {
            line(
                    "  %s: {label: %s, risk: %s}"
                            .formatted(one.word(), YamlText.word(one.label()), one.risk()));
        }
    }

    private void columns() {
        if (classified.count() > 0) {
            line("");
            line("columns:");
        }
        for (Table table : classified.tables()) {
            Map<Column, Suggestion> known = classified.of(table);
            if (!known.isEmpty()) {
                line("  " + YamlText.word(name + "." + table.relation()) + ":");
                known.forEach((column, suggestion) ->
                        line(
                                "    %s: %s  # %s"
                                        .formatted(
                                                YamlText.word(column.name()),
                                                suggestion.dataClass().word(),
                                                suggestion.why())));
            }
            unclassified(table, known.isEmpty() ? "  # " + table.relation() + ": " : "    # ");
        }
    }

    private void unclassified(Table table, String start) {
        List<String> open =
                classified.unclassified(table).stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList();
        if (!open.isEmpty()) {
            line(Comments.plain(start + "no class, so invisible: " + String.join(", ", open)));
        }
    }

    private void scopes() {
        Optional<SubjectHint> hint = SubjectHint.in(classified);
        if (hint.isEmpty()) {
            return;
        }
        Table subject = hint.get().table();
        List<Column> ways =
                subject.columns().stream()
                        .filter(column -> classified.knows(subject, column.name()))
                        .filter(column ->
                                column.points()
                                        .filter(to -> !to.leadsTo(subject))
                                        .filter(to -> isWord(to.table()))
                                        .isPresent())
                        .toList();
        if (!ways.isEmpty()) {
            line("");
            line("# Foreign keys cut the rows so; if people are to see some of them, uncomment:");
            line("#  scopes:");
            ways.forEach(column -> scope(subject, column));
        }
    }

    /** The part of a scope's name that is the attribute's, too. */
    private static boolean isWord(String table) {
        return table.matches("[a-z][a-z0-9_]{0,20}");
    }

    private void scope(Table subject, Column column) {
        Column.Reference to = column.points().orElseThrow();
        line("#    my_%s_by_%s:".formatted(to.table(), slug(column.name())));
        line("#      on: " + YamlText.word(name + "." + subject.relation()));
        line(
                "#      where: {%s: {in: $user.%s}}  # foreign key %s"
                        .formatted(
                                YamlText.word(column.name()),
                                to.table(),
                                Comments.plain(to.constraint())));
        line("#      follow: subject_of");
    }

    private static String slug(String column) {
        String slug = column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return slug.substring(0, Math.min(slug.length(), 12));
    }
}
