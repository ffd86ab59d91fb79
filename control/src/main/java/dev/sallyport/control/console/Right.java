package dev.sallyport.control.console;

import dev.sallyport.policy.ConsoleRole;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One thing somebody may do in Sallyport itself; a scope of a key is one of these. */
public enum Right {
    PEOPLE_READ,
    /** To shut people out and let them back in. */
    PEOPLE_WRITE,
    GROUPS_READ,
    PROGRAMS_READ,
    /** To add agents and services, and to change whose they are, until when and as what. */
    PROGRAMS_WRITE,
    /** To see whether both doors know the directory. */
    SYNC_READ,
    /** To see who is signed in at the gateway. */
    SESSIONS_READ,
    /** To end somebody's session. */
    SESSIONS_WRITE,
    /** To see everybody's keys. */
    KEYS_READ,
    /** To revoke anybody's keys. */
    KEYS_WRITE,
    /** To see what the policy says, what an apply would change and what changed behind it. */
    POLICY_READ,
    /** To make the databases what the policy says. */
    POLICY_WRITE,
    /** To see which exports wait for somebody. */
    EXPORTS_READ,
    /** To agree to an export, or not. */
    EXPORTS_WRITE,
    /** To read the record. */
    RECORD_READ;

    private static final Set<Right> LOOK =
            EnumSet.of(
                    PEOPLE_READ,
                    GROUPS_READ,
                    PROGRAMS_READ,
                    SYNC_READ,
                    SESSIONS_READ,
                    POLICY_READ,
                    EXPORTS_READ);

    /** As the API and the record write it, such as {@code people:read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** Whether it lets somebody change something. */
    public boolean changes() {
        return name().endsWith("_WRITE");
    }

    /** Empty for what no right is called. */
    public static Optional<Right> of(String word) {
        return Arrays.stream(values()).filter(right -> right.word().equals(word)).findFirst();
    }

    /** Every word there is. */
    public static List<String> words() {
        return words(EnumSet.allOf(Right.class));
    }

    /** In the order they are written here. */
    public static List<String> words(Collection<Right> rights) {
        return rights.stream().sorted().map(Right::word).toList();
    }

    /** What these roles may together. */
    static Set<Right> of(Set<ConsoleRole> roles) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        roles.forEach(role -> rights.addAll(of(role)));
        return Set.copyOf(rights);
    }

    private static Set<Right> of(ConsoleRole role) {
        return switch (role) {
            case READER -> LOOK;
            case WRITER -> with(LOOK, PEOPLE_WRITE, PROGRAMS_WRITE, SESSIONS_WRITE, EXPORTS_WRITE);
            // Whoever rules who sees what does not look up who saw what.
            case ADMINISTRATOR -> EnumSet.complementOf(EnumSet.of(RECORD_READ));
            case AUDITOR -> with(LOOK, KEYS_READ, RECORD_READ);
        };
    }

    private static Set<Right> with(Set<Right> rights, Right... others) {
        Set<Right> more = EnumSet.copyOf(rights);
        more.addAll(Arrays.asList(others));
        return more;
    }
}
