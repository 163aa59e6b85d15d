package io.rlscaler.operator.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replica counts of targets and gives access to their scale.
 *
 * <p>Deployments and StatefulSets are read from informers, without a request; other kinds by their
 * scale subresource, whose {@code status.replicas} then stands for the ready count unless a signal
 * says better.
 */
public final class Targets implements AutoCloseable {
  private static final String APPS = "apps/v1";

  private final KubernetesClient client;
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<StatefulSet> statefulSets;
  private final Map<String, ResourceDefinitionContext> kinds = new ConcurrentHashMap<>();

  /** Starts the informers. */
  public Targets(KubernetesClient client) {
    this.client = client;
    deployments = client.apps().deployments().inAnyNamespace().inform();
    statefulSets = client.apps().statefulSets().inAnyNamespace().inform();
  }

  /** Whether the informers have seen the cluster. */
  public boolean synced() {
    return deployments.hasSynced() && statefulSets.hasSynced();
  }

  /**
   * The counts of a target.
   *
   * @throws TargetException when it does not exist, has no scale, or may not be read
   */
  public Replicas read(Target target) throws TargetException {
    String key = target.namespace() + "/" + target.name();
    if (target.apiVersion().equals(APPS) && target.kind().equals("Deployment")) {
      return of(existing(target, deployments.getStore().getByKey(key)));
    }
    if (target.apiVersion().equals(APPS) && target.kind().equals("StatefulSet")) {
      return of(existing(target, statefulSets.getStore().getByKey(key)));
    }
    Scale scale = scale(target);
    int desired = Objects.requireNonNullElse(scale.getSpec().getReplicas(), 0);
    int ready = Objects.requireNonNullElse(scale.getStatus().getReplicas(), 0);
    return new Replicas(desired, ready, false);
  }

  private static <T> T existing(Target target, @Nullable T found) throws TargetException {
    if (found == null) {
      throw notFound(target);
    }
    return found;
  }

  private static Replicas of(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    int all = orZero(status == null ? null : status.getReplicas());
    int updated = orZero(status == null ? null : status.getUpdatedReplicas());
    int ready = orZero(status == null ? null : status.getReadyReplicas());
    return new Replicas(orOne(deployment.getSpec().getReplicas()), ready, updated < all);
  }

  private static Replicas of(StatefulSet set) {
    StatefulSetStatus status = set.getStatus();
    int ready = orZero(status == null ? null : status.getReadyReplicas());
    boolean rollingOut =
        status != null
            && status.getUpdateRevision() != null
            && status.getCurrentRevision() != null
            && !status.getUpdateRevision().equals(status.getCurrentRevision());
    return new Replicas(orOne(set.getSpec().getReplicas()), ready, rollingOut);
  }

  private static int orZero(@Nullable Integer count) {
    return Objects.requireNonNullElse(count, 0);
  }

  /** The API server's default of {@code spec.replicas}. */
  private static int orOne(@Nullable Integer count) {
    return Objects.requireNonNullElse(count, 1);
  }

  /** The scale of a target as it is now, with its resource version. */
  public Scale scale(Target target) throws TargetException {
    try {
      Scale scale = resource(target).scale();
      if (scale == null || scale.getSpec() == null) {
        throw notFound(target);
      }
      return scale;
    } catch (KubernetesClientException e) {
      throw describe(target, e);
    }
  }

  /** Writes a scale; the API server refuses it unless its resource version is the newest. */
  public void write(Target target, Scale scale) throws TargetException {
    try {
      resource(target).scale(scale);
    } catch (KubernetesClientException e) {
      throw describe(target, e);
    }
  }

  private Resource<GenericKubernetesResource> resource(Target target) throws TargetException {
    return client
        .genericKubernetesResources(kind(target))
        .inNamespace(target.namespace())
        .withName(target.name());
  }

  private ResourceDefinitionContext kind(Target target) throws TargetException {
    String key = target.apiVersion() + " " + target.kind();
    ResourceDefinitionContext known = kinds.get(key);
    if (known != null) {
      return known;
    }
    ResourceDefinitionContext discovered = discover(target);
    kinds.put(key, discovered);
    return discovered;
  }

  private ResourceDefinitionContext discover(Target target) throws TargetException {
    APIResourceList list = client.getApiResources(target.apiVersion());
    if (list == null) {
      throw new TargetException(
          "UnknownKind", "the API server does not serve " + target.apiVersion(), 0);
    }
    for (APIResource resource : list.getResources()) {
      if (resource.getKind().equals(target.kind()) && !resource.getName().contains("/")) {
        requireScale(target, list, resource.getName());
        String[] groupVersion = target.apiVersion().split("/", 2);
        boolean core = groupVersion.length == 1;
        return new ResourceDefinitionContext.Builder()
            .withGroup(core ? "" : groupVersion[0])
            .withVersion(core ? groupVersion[0] : groupVersion[1])
            .withKind(target.kind())
            .withPlural(resource.getName())
            .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
            .build();
      }
    }
    throw new TargetException(
        "UnknownKind", target.apiVersion() + " has no kind " + target.kind(), 0);
  }

  private static void requireScale(Target target, APIResourceList list, String plural)
      throws TargetException {
    boolean scalable =
        list.getResources().stream().anyMatch(r -> r.getName().equals(plural + "/scale"));
    if (!scalable) {
      throw new TargetException(
          "NoScaleSubresource",
          "kind " + target.kind() + " of " + target.apiVersion() + " has no scale subresource",
          0);
    }
  }

  private static TargetException notFound(Target target) {
    return new TargetException(
        "TargetNotFound", target + " does not exist", HttpURLConnection.HTTP_NOT_FOUND);
  }

  private static TargetException describe(Target target, KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND -> notFound(target);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new TargetException(
              "ScaleForbidden",
              "the operator may not get or update the scale of "
                  + target
                  + ": its ClusterRole lacks a rule for this kind",
              e.getCode());
      default ->
          new TargetException(
              "ScaleFailed",
              "the API server answered " + e.getCode() + " for " + target,
              e.getCode());
    };
  }

  @Override
  public void close() {
    deployments.close();
    statefulSets.close();
  }
}
