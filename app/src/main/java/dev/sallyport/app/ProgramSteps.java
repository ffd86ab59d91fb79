package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import java.util.List;
import java.util.OptionalLong;

/** Puts on record which agents and services of the file came, went, or are somebody else's. */
final class ProgramSteps {
    private final AuditLog log;

    ProgramSteps(AuditLog log) {
        this.log = log;
    }

    /** Durable once this returns. */
    void append(List<ProgramChange> changes) {
        OptionalLong last = OptionalLong.empty();
        for (ProgramChange change : changes) {
            last =
                    OptionalLong.of(
                            log.append(
                                    new ControlStep(
                                            "program." + change.kind().word(),
                                            Operator.name(),
                                            change.about())));
        }
        last.ifPresent(log::await);
    }
}
