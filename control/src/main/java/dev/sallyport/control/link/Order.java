package dev.sallyport.control.link;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/**
 * An order for one gateway.
 *
 * @param answer empty where it is known that none will come
 */
record Order(News.GatewayOrder told, CompletableFuture<Optional<JsonNode>> answer) {}
