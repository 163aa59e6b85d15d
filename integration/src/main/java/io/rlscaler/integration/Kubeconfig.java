package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of kubeconfig files with one cluster, one user and the namespace "default". */
final class Kubeconfig {
  private Kubeconfig() {}

  /** Returns a kubeconfig whose user shows a client certificate. */
  static String withCertificate(
      URI server, String authority, CertificateAuthority.Identity identity) {
    return of(
        server,
        authority,
        new AuthInfoBuilder()
            .withClientCertificateData(base64(identity.certificate()))
            .withClientKeyData(base64(identity.key()))
            .build());
  }

  /** Returns a kubeconfig whose user shows a bearer token. */
  static String withToken(URI server, String authority, String token) {
    return of(server, authority, new AuthInfoBuilder().withToken(token).build());
  }

  private static String of(URI server, String authority, AuthInfo user) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .withCurrentContext("test")
            .addNewCluster()
            .withName("test")
            .withNewCluster()
            .withServer(server.toString())
            .withCertificateAuthorityData(base64(authority))
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("user")
            .withUser(user)
            .endUser()
            .addNewContext()
            .withName("test")
            .withNewContext()
            .withCluster("test")
            .withUser("user")
            .withNamespace("default")
            .endContext()
            .endContext()
            .build());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
