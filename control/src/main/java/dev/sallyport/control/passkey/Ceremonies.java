package dev.sallyport.control.passkey;

import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.TrustAnchorNotFoundException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether what came back of making or using a passkey is genuine, and for us. A user was there and
 * was verified by the authenticator, each time.
 */
public final class Ceremonies {
    /** ES256, EdDSA and RS256 (RFC 8152, RFC 8812), in the order we prefer them. */
    public static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    /** WebAuthn, section 4: longer ids are none. */
    private static final int LONGEST_ID = 1023;

    /** WebAuthn, section 4: at least 100 bits of chance, so nobody guesses another's. */
    private static final int SHORTEST_ID = 16;

    private static final int FEWEST_RSA_BITS = 2048;

    /** Checking a signature of a longer key costs more than anybody's passkey is worth. */
    private static final int MOST_RSA_BITS = 4096;

    /** Whether the authenticator may copy the key elsewhere; it may not change its mind. */
    private static final byte BACKUP = 1;

    private static final byte NO_BACKUP = 0;

    private final RelyingParty party;
    private final AttestedCredentialDataConverter kept;
    private final WebAuthnRegistrationManager making;
    private final WebAuthnAuthenticationManager using;

    public Ceremonies(RelyingParty party) {
        this.party = party;
        ObjectConverter converter = new ObjectConverter();
        this.kept = new AttestedCredentialDataConverter(converter);
        // Without a statement, or one that the passkey's own key signed: we ask for no maker's.
        CertPathTrustworthinessVerifier makers =
                (aaguid, statement, at) -> {
                    throw new TrustAnchorNotFoundException("no maker is asked for");
                };
        this.making =
                new WebAuthnRegistrationManager(
                        List.of(
                                new NoneAttestationStatementVerifier(),
                                new PackedAttestationStatementVerifier()),
                        makers,
                        new DefaultSelfAttestationTrustworthinessVerifier(true),
                        converter);
        this.using = new WebAuthnAuthenticationManager(List.of(), converter);
    }

    /** Whom the passkeys are made for. */
    public RelyingParty party() {
        return party;
    }

    /** A passkey that was just made (WebAuthn, section 7.1); empty where it is not genuine. */
    public Optional<Credential> made(Attestation attestation, byte[] challenge) {
        return genuine(() -> {
            RegistrationData data =
                    making.verify(
                            new RegistrationRequest(attestation.object(), attestation.clientData()),
                            new RegistrationParameters(expected(challenge), wanted(), true, true));
            AuthenticatorData<?> said =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential =
                    Objects.requireNonNull(said.getAttestedCredentialData());
            if (!isOwnPage(data.getCollectedClientData()) || !isSound(credential)) {
                return null;
            }
            return new Credential(
                    credential.getCredentialId(),
                    written(credential, said.isFlagBE()),
                    said.getSignCount());
        });
    }

    /**
     * How often the authenticator says it has signed, which the caller has to hold against what it
     * was; empty where this is not genuine (WebAuthn, section 7.2).
     *
     * @param kept what {@link #made} found
     */
    public OptionalLong used(Assertion assertion, byte[] kept, byte[] challenge) {
        // Outside: what we kept ourselves is not for anybody to get wrong.
        CredentialRecordImpl known = read(kept);
        Optional<Long> count =
                genuine(() -> {
                    AuthenticationData data =
                            using.verify(
                                    request(assertion), parameters(assertion, known, challenge));
                    return isOwnPage(data.getCollectedClientData())
                            ? Objects.requireNonNull(data.getAuthenticatorData()).getSignCount()
                            : null;
                });
        return count.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static AuthenticationRequest request(Assertion assertion) {
        return new AuthenticationRequest(
                assertion.credential(),
                assertion.userHandle(),
                assertion.authenticatorData(),
                assertion.clientData(),
                assertion.signature());
    }

    private AuthenticationParameters parameters(
            Assertion assertion, CredentialRecordImpl known, byte[] challenge) {
        return new AuthenticationParameters(
                expected(challenge), known, List.of(assertion.credential()), true, true);
    }

    private ServerProperty expected(byte[] challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(party.origin()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static List<PublicKeyCredentialParameters> wanted() {
        return ALGORITHMS.stream()
                .map(one ->
                        new PublicKeyCredentialParameters(
                                PublicKeyCredentialType.PUBLIC_KEY,
                                COSEAlgorithmIdentifier.create(one)))
                .toList();
    }

    /** Our page is in no frame, so nobody else's page had it made. */
    private static boolean isOwnPage(@Nullable CollectedClientData seen) {
        return seen != null
                && !Boolean.TRUE.equals(seen.getCrossOrigin())
                && seen.getTopOrigin() == null;
    }

    private static boolean isSound(AttestedCredentialData credential) {
        int length = credential.getCredentialId().length;
        PublicKey key = credential.getCOSEKey().getPublicKey();
        if (length < SHORTEST_ID || length > LONGEST_ID || key == null) {
            return false;
        }
        int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : FEWEST_RSA_BITS;
        return bits >= FEWEST_RSA_BITS && bits <= MOST_RSA_BITS;
    }

    private byte[] written(AttestedCredentialData credential, boolean mayBeCopied) {
        byte[] data = kept.convert(credential);
        byte[] whole = new byte[data.length + 1];
        whole[0] = mayBeCopied ? BACKUP : NO_BACKUP;
        System.arraycopy(data, 0, whole, 1, data.length);
        return whole;
    }

    /** With a count of none: the caller's database decides about counts. */
    private CredentialRecordImpl read(byte[] whole) {
        return new CredentialRecordImpl(
                null,
                true,
                whole[0] == BACKUP,
                false,
                0,
                kept.convert(Arrays.copyOfRange(whole, 1, whole.length)),
                null,
                null,
                null,
                null);
    }

    /**
     * What anybody may send is read by a library here that has an exception for each way in which
     * bytes can be wrong, not all of them its own. Nothing else happens inside, so every one of
     * them says that the bytes are not genuine.
     */
    private static <T> Optional<T> genuine(Supplier<@Nullable T> reading) {
        try {
            return Optional.ofNullable(reading.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
