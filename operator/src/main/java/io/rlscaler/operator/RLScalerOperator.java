package io.rlscaler.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.operator.cluster.GlobalKillSwitch;
import io.rlscaler.operator.cluster.Leadership;
import io.rlscaler.operator.cluster.Namespaces;
import io.rlscaler.operator.cluster.OtherAutoscalers;
import io.rlscaler.operator.cluster.Targets;
import io.rlscaler.operator.explain.CachedTokenAuthorizer;
import io.rlscaler.operator.explain.DecisionJournal;
import io.rlscaler.operator.explain.KubernetesTokenAuthorizer;
import io.rlscaler.operator.explain.OperatorEndpoints;
import io.rlscaler.operator.resource.ResourceControllers;
import io.rlscaler.operator.scaler.KillSwitches;
import io.rlscaler.operator.scaler.ScaleWriter;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.signal.SignalReader;
import io.rlscaler.operator.signal.Source;
import io.rlscaler.operator.signal.Sources;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator, wired by hand: every part gets its collaborators here and nowhere else. */
public final class RLScalerOperator implements AutoCloseable {
  /** Name of the lease that the leader holds. */
  public static final String LEASE = "rlscaler-operator";

  private static final Logger log = LoggerFactory.getLogger(RLScalerOperator.class);
  private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLICY_TIMEOUT = Duration.ofSeconds(30);

  private final Clock clock = Clock.systemUTC();
  private final Targets targets;
  private final Namespaces namespaces;
  private final OtherAutoscalers others;
  private final Scalers scalers = new Scalers(clock);
  private final Sources sources = new Sources();
  private final PolicyRegistry policies = new PolicyRegistry();
  private final DecisionJournal journal = new DecisionJournal();
  private final OperatorMetrics metrics;
  private final KillSwitches killSwitches;
  private final Leadership leadership;
  private final ResourceControllers controllers;
  private final TickEngine ticks;
  private final OperatorEndpoints endpoints;
  private volatile boolean started;
  private volatile boolean termBegun;

  /** An operator that does not run yet. */
  RLScalerOperator(OperatorConfig config, KubernetesClient client, String version)
      throws IOException {
    BooleanSupplier leading = this::leading;
    targets = new Targets(client);
    namespaces = new Namespaces(client);
    others = new OtherAutoscalers(client);
    metrics = new OperatorMetrics(version, config.scalerMetrics());
    killSwitches =
        new KillSwitches(
            scalers, namespaces, new GlobalKillSwitch(config.killSwitchFile()), leading);
    leadership =
        new Leadership(
            client,
            config.namespace(),
            LEASE,
            config.identity(),
            config.leadership(),
            System::nanoTime,
            this::beginTerm,
            this::endTerm);
    ticks =
        new TickEngine(
            sources, scalers, this::loop, killSwitches, leading, metrics, System::nanoTime);
    controllers =
        new ResourceControllers(
            client,
            config.namespace(),
            config.identity(),
            scalers,
            sources,
            policies,
            metrics,
            others,
            killSwitches,
            leading,
            ticks::sync,
            this::forget,
            clock);
    endpoints =
        OperatorEndpoints.start(
            config.endpoint(),
            metrics,
            this::unready,
            journal,
            new CachedTokenAuthorizer(new KubernetesTokenAuthorizer(client), clock));
  }

  /** Starts reconciling, competes for the lease, and ticks while it leads. */
  void start() {
    awaitSync();
    controllers.start();
    awaitPolicies();
    leadership.start();
    started = true;
    log.info("Serving on port {}", endpoints.port());
  }

  private void awaitSync() {
    long deadline = System.nanoTime() + SYNC_TIMEOUT.toNanos();
    while (!synced()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the caches of Deployments, StatefulSets, Namespaces and HorizontalPodAutoscalers did not"
                + " fill within "
                + SYNC_TIMEOUT
                + ": check that the ClusterRole lets the operator list and watch them");
      }
      pause();
    }
  }

  /** Before a policy is loaded or refused, its scalers would be left to the baseline. */
  private void awaitPolicies() {
    List<String> names = controllers.policyNames();
    long deadline = System.nanoTime() + POLICY_TIMEOUT.toNanos();
    while (!names.stream().allMatch(policies::knows)) {
      if (System.nanoTime() > deadline) {
        log.warn("Not all of the policies {} were loaded within {}", names, POLICY_TIMEOUT);
        return;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the caches fill", e);
    }
  }

  private boolean synced() {
    return targets.synced() && namespaces.synced() && others.synced();
  }

  private Optional<String> unready() {
    if (!started) {
      return Optional.of("the operator is starting");
    }
    return synced() ? Optional.empty() : Optional.of("caches are not filled");
  }

  private ControlLoop loop(Source source) {
    DecisionSink reporter = controllers.reporter();
    DecisionSink sink =
        (workload, observation, decision, outcome) -> {
          journal.record(workload, observation, decision, outcome);
          metrics.record(workload, observation, decision, outcome);
          reporter.record(workload, observation, decision, outcome);
        };
    return new ControlLoop(
        new SignalReader(
            source, scalers, targets, namespaces, metrics, controllers.reporter()::refresh),
        new ScaleWriter(scalers, targets, others, this::leading),
        sink,
        killSwitches,
        policies,
        clock);
  }

  private boolean leading() {
    return termBegun && leadership.holds();
  }

  private void beginTerm() {
    log.info("Leading");
    scalers.restart();
    controllers.restart();
    termBegun = true;
    metrics.leading(true);
    controllers.beginTerm();
  }

  private void endTerm() {
    termBegun = false;
    metrics.leading(false);
    log.info("No longer leading");
  }

  private void forget(WorkloadId id) {
    journal.forget(id);
    metrics.forget(id);
  }

  @Override
  public void close() {
    ticks.close();
    controllers.close();
    leadership.close();
    endpoints.close();
    targets.close();
    namespaces.close();
    others.close();
  }
}
