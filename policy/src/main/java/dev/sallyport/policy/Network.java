package dev.sallyport.policy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of addresses, as {@code 10.0.0.0/8}. Never asks a name server. */
final class Network {
    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = Arrays.copyOf(address, address.length);
        this.prefix = prefix;
    }

    static Optional<Network> of(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(cidr.substring(slash + 1));
        return address(cidr.substring(0, slash))
                .filter(bytes -> prefix <= bytes.length * Byte.SIZE)
                .map(bytes -> new Network(bytes, prefix));
    }

    /** False for what is no address, and for one of the other family. */
    boolean contains(String ip) {
        return address(ip).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        int rest = prefix % Byte.SIZE;
        return Arrays.equals(address, 0, whole, other, 0, whole)
                && (rest == 0
                        || ((address[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
    }

    static boolean isAddress(String literal) {
        return address(literal).isPresent();
    }

    /** A literal with a zone, as {@code fe80::1%eth0}, is none: it means this machine's wire. */
    private static Optional<byte[]> address(String literal) {
        if (literal.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getAddress());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
