package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * Fresh objects for server-side apply: name and namespace of a resource, and nothing else of it.
 */
final class Intents {
  private Intents() {}

  static <T extends HasMetadata> T of(T fresh, HasMetadata resource) {
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .build());
    return fresh;
  }
}
