package dev.sallyport.provision;

import dev.sallyport.policy.Catalog;

/** Puts every governed table under row security without its present applications noticing. */
final class FenceCompiler {
    private final Surroundings surroundings;
    private final Draft draft;

    FenceCompiler(Surroundings surroundings, Draft draft) {
        this.surroundings = surroundings;
        this.draft = draft;
    }

    void compile(Catalog.Database database) {
        for (Catalog.GovernedTable governed : database.tables()) {
            surroundings.table(governed.name()).ifPresent(this::fence);
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
