package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What an entry's attributes say, read strictly: what cannot be read is not guessed. */
final class Values {
    private static final int GUID_BYTES = 16;
    private static final int UUID_LENGTH = 36;

    /** ACCOUNTDISABLE of {@code userAccountControl}. */
    private static final long DISABLED = 2;

    /** What Active Directory writes for accounts that do not end, beside 0. */
    private static final long NEVER = Long.MAX_VALUE;

    /** From 1601, where Active Directory's clock begins, to 1970. */
    private static final long SECONDS_TO_1970 = 11_644_473_600L;

    private static final long TICKS_PER_SECOND = 10_000_000;

    /** Locked by an administrator; any other time says that somebody guessed passwords. */
    private static final String LOCKED_FOR_GOOD = "000001010000Z";

    private Values() {}

    /** Of several values always the same, in whatever order the server gives them. */
    static Optional<String> text(SearchResultEntry entry, String attribute) {
        return attribute.isEmpty()
                ? Optional.empty()
                : texts(entry, attribute).stream().findFirst();
    }

    /** What the entry is called by; of several values the one in its DN. */
    static Optional<String> called(SearchResultEntry entry, String attribute) {
        return inName(entry, attribute).or(() -> text(entry, attribute));
    }

    private static Optional<String> inName(SearchResultEntry entry, String attribute) {
        try {
            RDN name = entry.getRDN();
            return name == null
                    ? Optional.empty()
                    : name.getNameValuePairs().stream()
                            .filter(pair -> pair.getAttributeName().equalsIgnoreCase(attribute))
                            .map(pair -> pair.getAttributeValue().strip())
                            .filter(value -> !value.isEmpty())
                            .findFirst();
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    static List<String> texts(SearchResultEntry entry, String attribute) {
        return Stream.ofNullable(entry.getAttributeValues(attribute))
                .flatMap(Stream::of)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** As a UUID is written; empty where the entry has none or it cannot be read. */
    static Optional<String> id(SearchResultEntry entry, LdapLayout layout) {
        return switch (layout) {
            case ACTIVE_DIRECTORY ->
                    Optional.ofNullable(entry.getAttributeValueBytes(layout.id()))
                            .filter(bytes -> bytes.length == GUID_BYTES)
                            .map(bytes -> uuid(bytes).toString());
            case OPENLDAP ->
                    text(entry, layout.id())
                            .filter(id -> id.length() == UUID_LENGTH)
                            .flatMap(Values::read)
                            .map(UUID::toString);
        };
    }

    /** As the server stores it. */
    static byte[] stored(String id, LdapLayout layout) {
        return switch (layout) {
            case ACTIVE_DIRECTORY -> bytes(UUID.fromString(id));
            case OPENLDAP -> id.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Whether the account may be used; empty where the entry does not say. */
    static Optional<Boolean> active(SearchResultEntry entry, LdapLayout layout, Instant now) {
        return switch (layout) {
            case ACTIVE_DIRECTORY ->
                    number(entry, "userAccountControl")
                            .flatMap(flags ->
                                    expires(entry)
                                            .map(end ->
                                                    (flags & DISABLED) == 0 && now.isBefore(end)));
            case OPENLDAP ->
                    Optional.of(
                            text(entry, "pwdAccountLockedTime")
                                    .filter(LOCKED_FOR_GOOD::equals)
                                    .isEmpty());
        };
    }

    /** The first instant at which the account may not be used. */
    private static Optional<Instant> expires(SearchResultEntry entry) {
        if (!entry.hasAttribute("accountExpires")) {
            return Optional.of(Instant.MAX);
        }
        return number(entry, "accountExpires")
                .map(ticks ->
                        ticks == 0 || ticks == NEVER
                                ? Instant.MAX
                                : Instant.ofEpochSecond(
                                        ticks / TICKS_PER_SECOND - SECONDS_TO_1970));
    }

    private static Optional<Long> number(SearchResultEntry entry, String attribute) {
        try {
            return text(entry, attribute).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> read(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first three parts of a GUID are stored with their last byte first. */
    private static UUID uuid(byte[] guid) {
        ByteBuffer in = ByteBuffer.wrap(guid).order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(in.getInt()) << 32;
        long second = Short.toUnsignedLong(in.getShort()) << 16;
        long third = Short.toUnsignedLong(in.getShort());
        return new UUID(first | second | third, in.order(ByteOrder.BIG_ENDIAN).getLong());
    }

    private static byte[] bytes(UUID id) {
        long high = id.getMostSignificantBits();
        return ByteBuffer.allocate(GUID_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
