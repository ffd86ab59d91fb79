package dev.sallyport.policy.explain;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Policy;
import java.util.Optional;

/** Which door holds an answer true; a policy can say more than is built. */
final class Enforcement {
    private Enforcement() {}

    static String of(Policy policy, Target target) {
        return Optional.ofNullable(policy.catalog().databases().get(target.database()))
                .map(Catalog.Database::engine)
                .map(Enforcement::words)
                .orElse("nothing");
    }

    private static String words(Catalog.Engine engine) {
        return switch (engine) {
            case POSTGRESQL ->
                    "PostgreSQL: views, column rights and row security; the gateway explains and records";
            case MARIADB, MYSQL -> "nothing yet: no door is built for " + engine;
        };
    }
}
