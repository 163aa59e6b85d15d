package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.rlscaler.crds.ScalingPolicy;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.operator.cluster.OtherAutoscalers;
import io.rlscaler.operator.scaler.KillSwitches;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.signal.Sources;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The reconcilers of the three resources and the reporter of scalers, registered with the operator
 * SDK.
 */
public final class ResourceControllers implements AutoCloseable {
  private static final Duration TERMINATION = Duration.ofSeconds(5);

  private final Scalers scalers;
  private final Sources sources;
  private final Runnable syncTicks;
  private final StatusWriter writer;
  private final EventRecorder events;
  private final ScalerReporter reporter;
  private final Operator operator;
  private final KubernetesClient client;

  /**
   * The controllers, not yet started.
   *
   * @param client of the cluster
   * @param namespace of the operator
   * @param identity of this process
   * @param leading whether this process may write
   * @param syncTicks called when a source came, changed or went
   * @param onForgotten told of scalers whose object is gone
   */
  public ResourceControllers(
      KubernetesClient client,
      String namespace,
      String identity,
      Scalers scalers,
      Sources sources,
      PolicyRegistry policies,
      OperatorMetrics metrics,
      OtherAutoscalers others,
      KillSwitches killSwitches,
      BooleanSupplier leading,
      Runnable syncTicks,
      Consumer<WorkloadId> onForgotten,
      InstantSource clock) {
    this.client = client;
    this.scalers = scalers;
    this.sources = sources;
    this.syncTicks = syncTicks;
    writer = new StatusWriter(client, leading);
    events = new EventRecorder(client, identity, clock, leading);
    StatusComputation computation =
        new StatusComputation(scalers, sources, others, killSwitches, policies);
    reporter = new ScalerReporter(scalers, computation, writer, events, clock, leading);
    operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withReconciliationTerminationTimeout(TERMINATION));
    operator.register(
        new RLScalerReconciler(scalers, sources, reporter, writer, onForgotten, clock));
    operator.register(
        new MetricSourceReconciler(
            client, namespace, sources, this::sourcesChanged, writer, clock));
    operator.register(
        new ScalingPolicyReconciler(client, namespace, policies, metrics, writer, events, clock));
  }

  /**
   * Starts to watch and reconcile.
   *
   * @throws IllegalStateException when the custom resources are not installed
   */
  public void start() {
    try {
      operator.start();
    } catch (OperatorException e) {
      throw new IllegalStateException(
          "the custom resources cannot be watched: install crds/manifests and check the ClusterRole ("
              + rootMessage(e)
              + ")",
          e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Names of the ScalingPolicies that exist now. */
  public List<String> policyNames() {
    return client.resources(ScalingPolicy.class).list().getItems().stream()
        .map(policy -> policy.getMetadata().getName())
        .toList();
  }

  /** Where decisions are reported. */
  public ScalerReporter reporter() {
    return reporter;
  }

  /** Forgets what was reported, before a new term begins. */
  public void restart() {
    reporter.restart();
  }

  /** Writes what waited for the term, and reports the scalers that nothing ticks. */
  public void beginTerm() {
    writer.flush();
    refreshUnticked();
  }

  private void refreshUnticked() {
    for (Scaler scaler : scalers.all()) {
      if (sources.find(scaler.source()).isEmpty()) {
        reporter.refresh(scaler);
      }
    }
  }

  private void sourcesChanged() {
    for (Scaler scaler : scalers.all()) {
      scalers.put(scaler.resource(), sources.period(scaler.source()));
    }
    syncTicks.run();
    refreshUnticked();
  }

  @Override
  public void close() {
    operator.stop();
    writer.close();
    events.close();
  }
}
