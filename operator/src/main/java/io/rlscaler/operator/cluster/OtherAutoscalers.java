package io.rlscaler.operator.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HorizontalPodAutoscalers that steer the same target; KEDA's ScaledObjects show as the HPA they
 * own.
 */
public final class OtherAutoscalers implements AutoCloseable {
  private static final String BY_TARGET = "target";

  private final SharedIndexInformer<HorizontalPodAutoscaler> autoscalers;

  /** Starts the informer. */
  public OtherAutoscalers(KubernetesClient client) {
    autoscalers =
        client
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inAnyNamespace()
            .runnableInformer(0)
            .addIndexers(Map.of(BY_TARGET, hpa -> List.of(key(hpa))));
    autoscalers.run();
  }

  private static String key(HorizontalPodAutoscaler hpa) {
    CrossVersionObjectReference ref = hpa.getSpec().getScaleTargetRef();
    return hpa.getMetadata().getNamespace() + "/" + ref.getKind() + "/" + ref.getName();
  }

  /** Whether the informer has seen the cluster. */
  public boolean synced() {
    return autoscalers.hasSynced();
  }

  /** Who else steers a target, as {@code Kind/name}. */
  public Optional<String> steering(Target target) {
    String key = target.namespace() + "/" + target.kind() + "/" + target.name();
    return autoscalers.getIndexer().byIndex(BY_TARGET, key).stream()
        .map(OtherAutoscalers::describe)
        .sorted()
        .findFirst();
  }

  private static String describe(HorizontalPodAutoscaler hpa) {
    return hpa.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map((OwnerReference owner) -> owner.getKind() + "/" + owner.getName())
        .findFirst()
        .orElse("HorizontalPodAutoscaler/" + hpa.getMetadata().getName());
  }

  @Override
  public void close() {
    autoscalers.close();
  }
}
