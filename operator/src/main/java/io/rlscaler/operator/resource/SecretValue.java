package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A value of a secret in the operator's namespace, read again once a minute so that it may be
 * rotated.
 */
final class SecretValue implements Supplier<String> {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String key;
  private final InstantSource clock;
  private String value = "";
  private Instant readAt = Instant.MIN;

  SecretValue(
      KubernetesClient client, String namespace, String name, String key, InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public synchronized String get() {
    Instant now = clock.instant();
    if (readAt.equals(Instant.MIN) || Duration.between(readAt, now).compareTo(FRESH) > 0) {
      value = read();
      readAt = now;
    }
    return value;
  }

  private String read() {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    String encoded = secret == null || secret.getData() == null ? null : secret.getData().get(key);
    if (encoded == null) {
      throw new IllegalArgumentException(
          "secretRef: found no key " + key + " in Secret " + namespace + "/" + name);
    }
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
  }
}
