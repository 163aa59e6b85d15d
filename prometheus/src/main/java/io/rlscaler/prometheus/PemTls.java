package io.rlscaler.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * SSL contexts from PEM material, as Kubernetes keeps it in ConfigMaps and Secrets. There is no way
 * to turn the check of the server's certificate off. All methods throw {@link
 * IllegalArgumentException} for material that cannot be used, with a message that does not quote
 * it.
 */
public final class PemTls {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final char[] NO_PASSWORD = {};

  private PemTls() {}

  /** Trusts exactly the given certificate authorities, and not those of the JDK. */
  public static SSLContext trusting(byte[] authorities) {
    return context(null, trustManagers(authorities));
  }

  /**
   * Trusts exactly the given certificate authorities and presents a client certificate.
   *
   * @param authorities one or more CA certificates
   * @param certificates the client's certificate, followed by its intermediates
   * @param privateKey the client's key, unencrypted PKCS #8
   */
  public static SSLContext mutual(byte[] authorities, byte[] certificates, byte[] privateKey) {
    return context(keyManagers(certificates, privateKey), trustManagers(authorities));
  }

  /**
   * Trusts the JDK's certificate authorities and presents a client certificate, as in the other
   * form.
   */
  public static SSLContext mutual(byte[] certificates, byte[] privateKey) {
    return context(keyManagers(certificates, privateKey), null);
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw unusable("TLS material", unusable);
    }
  }

  private static TrustManager[] trustManagers(byte[] authorities) {
    try {
      KeyStore store = emptyStore();
      for (Certificate authority : certificates(authorities)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException unusable) {
      throw unusable("CA certificates", unusable);
    }
  }

  private static KeyManager[] keyManagers(byte[] certificates, byte[] privateKey) {
    PrivateKey key = privateKey(privateKey);
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "client", key, NO_PASSWORD, certificates(certificates).toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException unusable) {
      throw unusable("client certificate", unusable);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    List<Certificate> found =
        new ArrayList<>(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem)));
    if (found.isEmpty()) {
      throw new IllegalArgumentException("expected at least one PEM certificate, found none");
    }
    return found;
  }

  private static PrivateKey privateKey(byte[] pem) {
    Matcher matcher = PRIVATE_KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "expected an unencrypted PKCS #8 key (BEGIN PRIVATE KEY); convert other forms with"
              + " 'openssl pkcs8 -topk8 -nocrypt' or cert-manager's privateKey.encoding: PKCS8");
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException otherAlgorithm) {
        // The next algorithm may fit; the encoding names exactly one.
      } catch (GeneralSecurityException missing) {
        throw unusable("private key", missing);
      }
    }
    throw new IllegalArgumentException("expected a private key of type " + KEY_ALGORITHMS);
  }

  private static IllegalArgumentException unusable(String what, Exception reason) {
    return new IllegalArgumentException(
        "cannot use the given " + what + " (" + reason.getClass().getSimpleName() + ")");
  }
}
