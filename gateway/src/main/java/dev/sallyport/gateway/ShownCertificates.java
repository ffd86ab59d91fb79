package dev.sallyport.gateway;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows a database that asks for one the first certificate of an account whose issuer it names;
 * none where it names none of them, so that it may ask for another proof.
 */
final class ShownCertificates extends X509ExtendedKeyManager {
    private final List<AccountCertificate> certificates;

    ShownCertificates(List<AccountCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        List<Principal> named = issuers == null ? List.of() : List.of(issuers);
        return IntStream.range(0, certificates.size())
                .filter(at ->
                        named.contains(certificates.get(at).certificate().getIssuerX500Principal()))
                .mapToObj(String::valueOf)
                .findFirst()
                .orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {certificates.get(Integer.parseInt(alias)).certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificates.get(Integer.parseInt(alias)).key();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
