package dev.sallyport.control;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryRecord;
import dev.sallyport.control.directory.Doors;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the control plane is given by whoever starts it.
 *
 * @param chance fit for secrets
 */
public record ControlPorts(
        InstantSource clock,
        RandomGenerator chance,
        Doors doors,
        DirectoryRecord record,
        Alarms alarms) {}
