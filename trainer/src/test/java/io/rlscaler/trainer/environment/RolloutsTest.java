package io.rlscaler.trainer.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RolloutsTest {
  private static final Trace DAY =
      SyntheticTraces.diurnal(
          new SyntheticTraces.Extent(Duration.ofDays(1), Duration.ofSeconds(60), 500), 3);
  private static final WorldSampler SAMPLER = new WorldSampler(List.of(DAY), new Range(1, 1000));

  private final OnnxPolicy policy;

  RolloutsTest() throws Exception {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    policy = OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
  }

  @AfterEach
  void close() {
    policy.close();
  }

  private Rollouts rollouts(long seed) {
    return new Rollouts(SAMPLER, policy, Curriculum.standard(), 3, seed);
  }

  private List<List<String>> collect(Rollouts rollouts, int steps) {
    return rollouts.collect(policy, Rollouts.Choice.SAMPLED, 0, steps).stream()
        .map(segment -> segment.transitions().stream().map(RolloutsTest::text).toList())
        .toList();
  }

  /** Log-probabilities as learners read them, in single precision. */
  private static String text(Transition made) {
    return "%d %s %s %s"
        .formatted(
            made.action(),
            made.returned(),
            (float) made.logProbability(),
            Arrays.toString(made.features()));
  }

  @Test
  void theSameSeedGivesTheSameDecisions() {
    try (Rollouts one = rollouts(5);
        Rollouts same = rollouts(5);
        Rollouts other = rollouts(6)) {
      one.begin();
      same.begin();
      other.begin();
      List<List<String>> decisions = collect(one, 200);
      assertThat(decisions).isEqualTo(collect(same, 200)).isNotEqualTo(collect(other, 200));
    }
  }

  @Test
  void restoredEnvironmentsGoOnAsIfNothingHadHappened() {
    try (Rollouts whole = rollouts(5);
        Rollouts restored = rollouts(5)) {
      whole.begin();
      collect(whole, 150);
      restored.restore(whole.state());
      assertThat(collect(restored, 150)).isEqualTo(collect(whole, 150));
    }
  }

  @Test
  void aWorldThatIsOverIsFollowedByAnother() {
    try (Rollouts rollouts = rollouts(5)) {
      rollouts.begin();
      // a piece of a day has at most 5,760 decisions
      List<Segment> segments = rollouts.collect(policy, Rollouts.Choice.MODE, 0, 6000);
      assertThat(segments).hasSizeGreaterThan(3);
    }
  }
}
