package dev.sallyport.provision.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table whose rows records seem to be about, because foreign keys lead there; only ever a
 * comment.
 *
 * @param key the column a person is known by
 */
record SubjectHint(Table table, String key, List<Link> links) {

    /** A foreign key that leads to the subject. */
    record Link(Table from, Column column, Column.Reference to) {}

    SubjectHint {
        links = List.copyOf(links);
    }

    /** The table of people that most tables point at. */
    static Optional<SubjectHint> in(Classified classified) {
        return classified.tables().stream()
                .filter(Suggestion::isAboutPeople)
                .flatMap(table -> of(table, classified).stream())
                .max(Comparator.comparingInt(hint -> hint.links().size()));
    }

    private static Optional<SubjectHint> of(Table table, Classified classified) {
        List<Link> links = new ArrayList<>();
        for (Table from : classified.tables()) {
            if (!from.equals(table)) {
                link(from, table, classified).ifPresent(links::add);
            }
        }
        return links.isEmpty()
                ? Optional.empty()
                : key(table, classified).map(key -> new SubjectHint(table, key, links));
    }

    /** The first; a policy follows one link from each table. */
    private static Optional<Link> link(Table from, Table to, Classified classified) {
        for (Column column : from.columns()) {
            Optional<Column.Reference> reference =
                    column.points().filter(points -> points.leadsTo(to));
            if (reference.isPresent()
                    && classified.knows(from, column.name())
                    && classified.knows(to, reference.get().column())) {
                return Optional.of(new Link(from, column, reference.get()));
            }
        }
        return Optional.empty();
    }

    /** A record number if there is one, else the primary key. */
    private static Optional<String> key(Table table, Classified classified) {
        Optional<String> number =
                classified.of(table).entrySet().stream()
                        .filter(one -> one.getValue().why().startsWith("a record number"))
                        .map(one -> one.getKey().name())
                        .findFirst();
        return number.or(() ->
                table.columns().stream()
                        .filter(column -> column.isKey() && classified.knows(table, column.name()))
                        .map(Column::name)
                        .findFirst());
    }

    /** {@code patients} are each a {@code Patient}. */
    String label() {
        String word = table.name().replaceAll("(?<=[^s])s$", "").replace('_', ' ');
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
