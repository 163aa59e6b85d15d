package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.rlscaler.crds.Condition.Status;
import io.rlscaler.crds.ScalingPolicy;
import io.rlscaler.crds.ScalingPolicySpec;
import io.rlscaler.crds.ScalingPolicyStatus;
import io.rlscaler.crds.ScalingPolicyStatus.Verification;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Loads the artifact of each ScalingPolicy: the bytes that are admitted are the bytes that are
 * loaded. A policy that fails leaves the one that was loaded before in use.
 */
@ControllerConfiguration(triggerReconcilerOnAllEvents = true)
public final class ScalingPolicyReconciler implements Reconciler<ScalingPolicy> {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;
  private final PolicyRegistry policies;
  private final OperatorMetrics metrics;
  private final StatusWriter writer;
  private final EventRecorder events;
  private final InstantSource clock;

  ScalingPolicyReconciler(
      KubernetesClient client,
      String namespace,
      PolicyRegistry policies,
      OperatorMetrics metrics,
      StatusWriter writer,
      EventRecorder events,
      InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.policies = policies;
    this.metrics = metrics;
    this.writer = writer;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public UpdateControl<ScalingPolicy> reconcile(
      ScalingPolicy resource, Context<ScalingPolicy> context) {
    if (context.isPrimaryResourceDeleted()) {
      forget(resource);
      return UpdateControl.noUpdate();
    }
    String name = resource.getMetadata().getName();
    try {
      PolicyArtifact artifact = fetch(resource.getSpec().artifact());
      if (!artifact.digest().equals(loadedDigest(name).orElse(""))) {
        OnnxPolicy policy =
            OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
        boolean builtin = resource.getSpec().artifact().builtin() != null;
        policies.put(name, new PolicyRegistry.Entry.Loaded(policy, builtin));
      }
      report(resource, Optional.empty());
      return UpdateControl.noUpdate();
    } catch (PolicyRejectedException e) {
      reject(resource, e);
      return UpdateControl.<ScalingPolicy>noUpdate().rescheduleAfter(RETRY);
    }
  }

  private void reject(ScalingPolicy resource, PolicyRejectedException e) {
    String name = resource.getMetadata().getName();
    metrics.policyRefused(e.reason());
    String problem = e.reason() + ": " + e.getMessage();
    if (loadedDigest(name).isEmpty()) {
      policies.put(name, new PolicyRegistry.Entry.Unusable(problem));
    }
    report(resource, Optional.of(problem));
  }

  private Optional<String> loadedDigest(String name) {
    return policies.find(name) instanceof PolicyRegistry.Entry.Loaded loaded
        ? Optional.of(loaded.policy().digest())
        : Optional.empty();
  }

  private void forget(ScalingPolicy resource) {
    policies.remove(resource.getMetadata().getName());
  }

  private PolicyArtifact fetch(ScalingPolicySpec.Artifact artifact) throws PolicyRejectedException {
    if (artifact.builtin() != null) {
      return PolicyArtifact.builtin(artifact.builtin());
    }
    ScalingPolicySpec.ConfigMapName ref = artifact.configMap();
    String digest = artifact.digest();
    if (ref == null || digest == null) {
      throw new PolicyRejectedException(
          Cause.FILE_MISSING, "artifact: found neither builtin nor configMap with digest");
    }
    return PolicyArtifact.admit(files(ref.name()), digest);
  }

  private Map<String, byte[]> files(String configMapName) throws PolicyRejectedException {
    ConfigMap map;
    try {
      map = client.configMaps().inNamespace(namespace).withName(configMapName).get();
    } catch (KubernetesClientException e) {
      throw new PolicyRejectedException(
          Cause.FILE_MISSING,
          "ConfigMap "
              + namespace
              + "/"
              + configMapName
              + ": the API server answered "
              + e.getCode());
    }
    if (map == null || map.getBinaryData() == null) {
      throw new PolicyRejectedException(
          Cause.FILE_MISSING,
          "ConfigMap " + namespace + "/" + configMapName + ": missing, or without binaryData");
    }
    Map<String, byte[]> files = new TreeMap<>();
    map.getBinaryData()
        .forEach((name, content) -> files.put(name, Base64.getDecoder().decode(content)));
    return files;
  }

  private void report(ScalingPolicy resource, Optional<String> problem) {
    ScalingPolicyStatus before = resource.getStatus();
    long generation = resource.getMetadata().getGeneration();
    Optional<String> digest = loadedDigest(resource.getMetadata().getName());
    String kept =
        digest.map(d -> "; " + d + " stays in use").orElse("; scalers fall back to the baseline");
    var conditions =
        new Conditions(
                before == null ? List.of() : before.conditions(), generation, clock.instant())
            .add(
                "Ready",
                problem.isEmpty() ? Status.TRUE : Status.FALSE,
                problem.isEmpty() ? "Loaded" : "Rejected",
                problem.map(p -> p + kept).orElse("the policy is loaded"))
            .toList();
    boolean builtin = resource.getSpec().artifact().builtin() != null;
    Verification verified =
        digest.isEmpty() ? null : builtin ? Verification.BUILTIN : Verification.UNSIGNED;
    ScalingPolicyStatus status =
        new ScalingPolicyStatus(generation, conditions, digest.orElse(null), verified);
    if (!status.equals(before)) {
      ScalingPolicy intent = Intents.of(new ScalingPolicy(), resource);
      intent.setStatus(status);
      writer.submit(intent, written -> {});
      problem.ifPresent(p -> events.warning(resource, "PolicyRejected", p));
    }
  }
}
