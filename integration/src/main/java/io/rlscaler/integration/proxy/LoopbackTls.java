package io.rlscaler.integration.proxy;

import io.rlscaler.integration.CertificateAuthority;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * TLS with certificates of one test authority.
 *
 * @param server shows a new certificate for 127.0.0.1
 * @param client trusts the authority alone and shows no certificate, since the API server would
 *     take that for the user
 */
record LoopbackTls(SSLContext server, SSLContext client) {
  private static final char[] NO_PASSWORD = {};

  static LoopbackTls of(CertificateAuthority authority) {
    CertificateAuthority.Identity identity = authority.issueServer("fault-proxy", List.of());
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, NO_PASSWORD);
      store.setCertificateEntry("authority", certificate(authority.certificate()));
      store.setKeyEntry(
          "server",
          key(identity.key()),
          NO_PASSWORD,
          new X509Certificate[] {certificate(identity.certificate())});
      return new LoopbackTls(serverContext(store), clientContext(store));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows X.509 and TLS", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what the authority wrote", e);
    }
  }

  private static SSLContext serverContext(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext clientContext(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static X509Certificate certificate(String pem)
      throws IOException, GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return new JcaX509CertificateConverter()
          .getCertificate((X509CertificateHolder) parser.readObject());
    }
  }

  private static PrivateKey key(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) parser.readObject()).getPrivate();
    }
  }
}
