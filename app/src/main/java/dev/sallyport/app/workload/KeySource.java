package dev.sallyport.app.workload;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.concurrent.CompletableFuture;

/** Where the keys of a platform come from. */
interface KeySource {
    /** Asks for them; fails within a bounded time where they are not to be had. */
    CompletableFuture<JWKSet> ask();
}
