package dev.sallyport.app.workload;

import java.io.Serial;

/** The keys of a platform cannot be had; the message says why, without anything it answered. */
final class Away extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    Away(String reason) {
        super(reason);
    }
}
