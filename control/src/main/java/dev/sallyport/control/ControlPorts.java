package dev.sallyport.control;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryRecord;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.link.LinkPorts;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the control plane is given by whoever starts it.
 *
 * @param chance fit for secrets
 * @param link where gateways elsewhere follow it
 */
public record ControlPorts(
        InstantSource clock,
        RandomGenerator chance,
        Doors doors,
        DirectoryRecord record,
        Alarms alarms,
        Optional<LinkPorts> link) {

    /** Of a control plane that nobody follows. */
    public ControlPorts(
            InstantSource clock,
            RandomGenerator chance,
            Doors doors,
            DirectoryRecord record,
            Alarms alarms) {
        this(clock, chance, doors, record, alarms, Optional.empty());
    }
}
