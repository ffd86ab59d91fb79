package dev.sallyport.policy.explain;

import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Scope;
import dev.sallyport.policy.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must be true beside holding the role: where, when and of which row. */
final class Conditions {
    private final Policy policy;
    private final Question question;
    private final Set<String> withoutEdit;
    private final RowTest row;

    /**
     * @param withoutEdit roles that were assigned without their edits
     */
    Conditions(Policy policy, Question question, Set<String> withoutEdit) {
        this.policy = policy;
        this.question = question;
        this.withoutEdit = withoutEdit;
        this.row = new RowTest(question.row(), question.person().attributes());
    }

    /** All of them; the words are those that decide. */
    Cell of(Gift gift) {
        List<Cell> cells = new ArrayList<>(Applicability.of(gift.role(), question.circumstances()));
        if (writes() && withoutEdit.contains(gift.role().name())) {
            cells.add(Cell.no("assigned without edit"));
        }
        cells.add(rows(gift.rectangle()));
        if (question.verb() == Verb.INSERT || question.verb() == Verb.UPDATE) {
            pins(gift.rectangle().edit()).ifPresent(cells::add);
        }
        Cell.Truth all = cells.stream().map(Cell::truth).reduce(Cell.Truth.YES, Cell.Truth::and);
        List<String> deciding =
                cells.stream().filter(cell -> cell.truth() == all).map(Cell::because).toList();
        return new Cell(all, String.join("; ", deciding));
    }

    private boolean writes() {
        return question.verb() == Verb.INSERT
                || question.verb() == Verb.UPDATE
                || question.verb() == Verb.DELETE;
    }

    private Cell rows(Role.Rectangle rectangle) {
        Optional<Scope> scope = Legend.scope(policy, rectangle);
        if (question.row().isEmpty() || scope.isEmpty()) {
            return Cell.yes(Legend.rows(policy, rectangle));
        }
        return switch (row.in(scope.get())) {
            case YES -> Cell.yes("in " + scope.get().name());
            case NO -> Cell.no("not in " + scope.get().name());
            case UNKNOWN, UNASKED -> Cell.unknown("maybe in " + scope.get().name());
        };
    }

    private Optional<Cell> pins(Role.Edit edit) {
        List<String> broken =
                edit.set().entrySet().stream()
                        .filter(pin -> row.breaks(pin.getKey(), pin.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        return broken.isEmpty()
                ? Optional.empty()
                : Optional.of(Cell.no("`set` pins " + String.join(", ", broken)));
    }
}
