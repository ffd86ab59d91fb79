package dev.sallyport.app;

import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.provision.TargetDatabase;
import java.util.Optional;

/** Where a deployment's databases are: a server of its own, or one that was there before. */
interface DatabaseServer {

    /** One of its databases, for whoever puts a door into it. */
    TargetDatabase target(String database);

    /** The way there for the gateway. */
    UpstreamTarget upstream();

    /** What native accounts are opened with. */
    ServerConfig.Accounts accounts();

    /** The password of whoever has none yet; empty where nobody is given one. */
    Optional<String> firstPassword();
}
