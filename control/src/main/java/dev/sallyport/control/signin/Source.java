package dev.sallyport.control.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The network somebody asks from: an IPv4 address, or the /64 one subscriber has of IPv6. */
public record Source(String network) {
    private static final int PREFIX_BYTES = 8;

    /** Of whoever sent a request. */
    public static Source of(HttpServletRequest request) {
        try {
            // An address in figures: nothing is looked up.
            return of(InetAddress.getByName(request.getRemoteAddr()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a client has an address", e);
        }
    }

    static Source of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new Source(address.getHostAddress());
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            // Without the scope an interface gives.
            return new Source(InetAddress.getByAddress(bytes).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address as long as it was", e);
        }
    }
}
