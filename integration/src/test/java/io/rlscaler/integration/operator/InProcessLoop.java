package io.rlscaler.integration.operator;

import io.rlscaler.crds.RLScalerSpec;
import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.MetricReader;
import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.integration.service.LoadSample;
import io.rlscaler.operator.scaler.SpecTranslation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The engine's own control loop in this process, without operator, cluster and Prometheus: it sees
 * the ticks that a simulated workload went through, rates as means over the window of the metric
 * source, and decides every second.
 */
final class InProcessLoop implements MetricReader, SafetySwitches, AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final String POLICY = "headroom-v1";

  private final List<LoadSample> series;
  private final ReplicaHistory replicas;
  private final OnnxPolicy policy;
  private final ControlLoop loop;
  private final Workload workload;
  private final List<Decision> decisions = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  /**
   * A loop before its first decision.
   *
   * @param spec as the API server stored it
   * @param series what the workload went through, oldest first
   * @param replicas counts that the loop sees, and that its decisions may change
   */
  InProcessLoop(RLScalerSpec spec, List<LoadSample> series, ReplicaHistory replicas) {
    this.series = series;
    this.replicas = replicas;
    policy = load();
    PolicyRegistry policies = new PolicyRegistry();
    policies.put(POLICY, new PolicyRegistry.Entry.Loaded(policy, true));
    loop =
        new ControlLoop(
            this,
            (decided, decision) -> replicas.write(now, decision.to()),
            (decided, observation, decision, outcome) -> decisions.add(decision),
            this,
            policies,
            () -> now);
    workload = new Workload(new WorkloadId("twin", "web"), SpecTranslation.translate(spec, PERIOD));
  }

  private static OnnxPolicy load() {
    try {
      PolicyArtifact artifact = PolicyArtifact.builtin(POLICY);
      return OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("the built-in policy is not usable", e);
    }
  }

  /** Decides every second, first at {@code from}, last at {@code to} or less than 1 s earlier. */
  List<Decision> run(Instant from, Instant to) {
    int past = (int) Duration.between(series.get(0).time(), from).toSeconds();
    for (int seconds = past; seconds > 0; seconds--) {
      Instant at = from.minusSeconds(seconds);
      workload.state().replay(at, rate(at));
    }
    for (now = from; !now.isAfter(to); now = now.plus(PERIOD)) {
      loop.tick(List.of(workload));
    }
    return List.copyOf(decisions);
  }

  @Override
  public List<Optional<Observation>> read(List<Workload> group, Instant time) {
    int ready = replicas.ready(time);
    double rate = rate(time);
    double load = rate / (ready * Scenario.CAPACITY);
    return List.of(
        Optional.of(
            new Observation(
                time,
                replicas.desired(time),
                ready,
                false,
                Signal.known(rate),
                Signal.known(Math.min(1, 1 / load)),
                Signal.known(Math.min(1, load)),
                Signal.unknown(UnknownReason.NEVER_SEEN),
                Signal.unknown(UnknownReason.NEVER_SEEN))));
  }

  /** Mean rate over the window that ends at a time [requests/s]. */
  private double rate(Instant end) {
    Instant start = end.minus(Scenario.RATE_WINDOW);
    return series.stream()
        .filter(sample -> sample.time().isAfter(start) && !sample.time().isAfter(end))
        .mapToDouble(LoadSample::rate)
        .average()
        .orElse(series.get(0).rate());
  }

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public KillSwitch.Position killSwitch(Workload steered) {
    return KillSwitch.Position.NONE;
  }

  @Override
  public void close() {
    loop.close();
    policy.close();
  }
}
