package dev.sallyport.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for localhost, made by the JDK's own tool. */
record TlsIdentity(SSLContext context, Path certificate) {
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
        return new TlsIdentity(context(store), certificate);
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

    private static SSLContext context(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
