package dev.sallyport.app;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Where people find a gateway.
 *
 * @param authority in PEM, whoever vouches for its certificate
 */
record GatewayPlace(InetSocketAddress address, Path authority) {}
