package io.rlscaler.integration;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The one certificate authority of a control plane, alive as long as the tests.
 *
 * <p>Certificates are X.509 v3 with RSA keys, which every Kubernetes client reads without further
 * libraries, valid from an hour ago for ten days.
 */
public final class CertificateAuthority {
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALIDITY = Duration.ofDays(10);
  private static final int SERIAL_BITS = 120;
  private static final int KEY_BITS = 2048;
  private static final X500Name ISSUER = new X500Name("CN=rlscaler-test-ca");

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = newKeys();
  private final String certificate;

  /** Makes a new authority with a key of its own. */
  CertificateAuthority(InstantSource clock) {
    this.clock = clock;
    this.certificate = sign(ISSUER, keys, new BasicConstraints(0), List.of());
  }

  /**
   * A certificate and its private key.
   *
   * @param certificate PEM
   * @param key PEM, unencrypted
   */
  public record Identity(String certificate, String key) {}

  /** Returns the authority's own certificate, PEM. */
  public String certificate() {
    return certificate;
  }

  /** Makes a certificate by which the API server knows a user (CN) in groups (O). */
  public Identity issueClient(String user, List<String> groups) {
    return issue(user, groups, List.of());
  }

  /** Makes a certificate for a server on 127.0.0.1 and localhost, and under further DNS names. */
  public Identity issueServer(String name, List<String> dnsNames) {
    return issue(name, List.of(), dnsNames);
  }

  /** Makes a certificate for client and server use, for 127.0.0.1, localhost and further names. */
  Identity issue(String commonName, List<String> organizations, List<String> dnsNames) {
    X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
    organizations.forEach(organization -> subject.addRDN(BCStyle.O, organization));
    subject.addRDN(BCStyle.CN, commonName);
    KeyPair pair = newKeys();
    return new Identity(
        sign(subject.build(), pair, new BasicConstraints(false), dnsNames), pem(pair.getPrivate()));
  }

  /** Makes a private key for signing service-account tokens, PEM. */
  static String newSigningKey() {
    return pem(newKeys().getPrivate());
  }

  private String sign(
      X500Name subject, KeyPair pair, BasicConstraints constraints, List<String> dnsNames) {
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            ISSUER,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(VALIDITY)),
            subject,
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, constraints);
      if (!constraints.isCA()) {
        builder.addExtension(Extension.extendedKeyUsage, false, clientAndServer());
        builder.addExtension(Extension.subjectAlternativeName, false, names(dnsNames));
      }
      return pem(
          builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot sign a certificate for " + subject, e);
    }
  }

  private static ExtendedKeyUsage clientAndServer() {
    return new ExtendedKeyUsage(
        new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
  }

  private static GeneralNames names(List<String> dnsNames) {
    List<GeneralName> names = new ArrayList<>();
    names.add(
        new GeneralName(GeneralName.iPAddress, InetAddress.getLoopbackAddress().getHostAddress()));
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private static String pem(Object value) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode " + value.getClass(), e);
    }
    return text.toString();
  }
}
