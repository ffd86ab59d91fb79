package dev.sallyport.provision;

import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of a plan about hardening: a line for each item, whatever becomes of it. */
final class HardeningWords {
    /** The first word of each line among a plan's notes. */
    static final String MARK = "HARDEN ";

    private final Hardening hardening;
    private final List<Change> changes;

    HardeningWords(Hardening hardening, List<Change> changes) {
        this.hardening = hardening;
        this.changes = changes;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Hardening.Item item : Hardening.Item.values()) {
            lines.add(MARK + String.format("%-14s %s", item.word(), line(item)));
        }
        return lines;
    }

    private String line(Hardening.Item item) {
        List<String> lost = new ArrayList<>();
        Set<String> keepers = new LinkedHashSet<>();
        List<String> back = new ArrayList<>();
        for (Change change : changes) {
            switch (change.object()) {
                case NativeObject.PublicGrant grant when is(grant, item) -> {
                    List<String> where = change instanceof Change.Remove ? lost : back;
                    where.add(grant.privilege() + " on " + grant.about());
                    grant.keepers().stream().map(SqlIdentifier::name).forEach(keepers::add);
                }
                case NativeObject.Taken taken when taken.item() == item -> {
                    if (item == Hardening.Item.NEW_FUNCTIONS) {
                        List<String> where = change instanceof Change.Remove ? back : lost;
                        where.add("EXECUTE on " + taken.about());
                    }
                }
                default -> {}
            }
        }
        if (!lost.isEmpty()) {
            return "PUBLIC loses " + String.join(", ", lost) + kept(keepers);
        }
        Optional<Hardening.Declined> declined = hardening.declined(item);
        String given = back.isEmpty() ? "" : "PUBLIC gets back " + String.join(", ", back) + "; ";
        return declined.map(why -> given + "declined: " + why.reason() + "   " + why.place())
                .orElse("in force");
    }

    private static boolean is(NativeObject.PublicGrant grant, Hardening.Item item) {
        return grant.item().filter(item::equals).isPresent();
    }

    private static String kept(Set<String> keepers) {
        return keepers.isEmpty()
                ? ""
                : "; by name it stays with "
                        + keepers.stream().sorted().collect(Collectors.joining(", "))
                        + ", accounts made later do not have it";
    }
}
