package dev.sallyport.conformance;

import dev.sallyport.gateway.ServerTls;
import dev.sallyport.testkit.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.stream.Stream;

/** A certificate for localhost, made by the JDK's own tool. */
record TlsIdentity(ServerTls offered, Path certificate) {
    private static final String PASSWORD = "password";

    static TlsIdentity create(Path folder) throws IOException {
        Path store = folder.resolve("gateway.p12");
        Path certificate = folder.resolve("gateway.pem");
        keytool(
                "-genkeypair -alias gateway -keyalg EC -groupname secp256r1 -validity 30"
                        + " -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1"
                        + " -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + store);
        keytool(
                "-exportcert -rfc -alias gateway -storepass "
                        + PASSWORD
                        + (" -keystore " + store + " -file " + certificate));
        return new TlsIdentity(offered(store), certificate);
    }

    private static void keytool(String arguments) throws IOException {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Program.Finished done =
                Program.of(
                                Stream.concat(Stream.of(keytool), Stream.of(arguments.split(" ")))
                                        .toArray(String[]::new))
                        .run();
        if (done.exit() != 0) {
            throw new IOException(done.output());
        }
    }

    private static ServerTls offered(Path store) throws IOException {
        try {
            char[] password = PASSWORD.toCharArray();
            return ServerTls.of(
                    KeyStore.getInstance(store.toFile(), password), password, Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
