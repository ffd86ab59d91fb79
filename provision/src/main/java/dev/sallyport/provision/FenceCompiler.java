package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3070;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.RowKeeping;

/**
 * Puts every governed table under row security without its present applications noticing, but for
 * those whose rows each view is to keep back.
 */
final class FenceCompiler {
    private final Surroundings surroundings;
    private final Draft draft;

    FenceCompiler(Surroundings surroundings, Draft draft) {
        this.surroundings = surroundings;
        this.draft = draft;
    }

    void compile(Catalog.Database database) {
        for (Catalog.GovernedTable governed : database.tables()) {
            surroundings
                    .table(governed.name())
                    .ifPresent(table ->
                            database.keptInView(table.name())
                                    .ifPresentOrElse(
                                            keeping -> leave(table, keeping), () -> fence(table)));
        }
    }

    /** Under row security of others a lens sees nothing, whatever its view says. */
    private void leave(Surroundings.Table table, RowKeeping keeping) {
        if (table.guard() == Surroundings.Guard.ON
                && !surroundings.isRecorded(new NativeObject.RowSecurity(table.name()))) {
            draft.problem(
                    keeping.place(),
                    SP3070,
                    "`" + table.name() + "` has row security that is not ours",
                    "leave it out of `tables:`; with row policies both can stand");
        }
    }

    /**
     * Row security that was there before us already says what others see; a keep-policy would widen
     * it. Once the fence is ours, only who was kept when it went up is kept.
     */
    private void fence(Surroundings.Table table) {
        var fence = new NativeObject.RowSecurity(table.name());
        boolean ours = surroundings.isRecorded(fence);
        if (table.guard() == Surroundings.Guard.ON && !ours) {
            return;
        }
        draft.add(fence);
        for (String grantee : table.grantees()) {
            NativeObject.RowPolicy keep = PolicyWriter.keep(table.name(), grantee);
            if (!ours || surroundings.isRecorded(keep)) {
                draft.add(keep);
            }
        }
    }
}
