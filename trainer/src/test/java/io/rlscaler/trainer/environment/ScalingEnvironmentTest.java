package io.rlscaler.trainer.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingEnvironmentTest {
  private static final double STRICTNESS = 50;

  private final OfferedLoad load =
      OfferedLoad.of(DayTraffic.synthetic(1).trace(), Scenario.DEFAULT);
  private final World world = new World(Scenario.DEFAULT, load, PolicySettings.DEFAULT);
  private final OnnxPolicy policy;
  private final ControllerSetup.Policy setup;

  ScalingEnvironmentTest() throws Exception {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    policy = OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
    setup = ControllerSetup.Policy.withDefaults("headroom-v1", policy);
  }

  @AfterEach
  void close() {
    policy.close();
  }

  private List<Transition> play(ScalingEnvironment environment) {
    List<Transition> transitions = new ArrayList<>();
    while (environment.observe().length > 0) {
      environment.act(ActionTable.actionOf(2.0), -0.5);
      environment.completed(transitions::add);
    }
    environment.completed(transitions::add);
    return transitions;
  }

  @Test
  void theReturnsOfAnEpisodeAddUpToItsCostAndItsViolations() {
    List<Transition> transitions;
    try (ScalingEnvironment environment = new ScalingEnvironment(world, policy)) {
      transitions = play(environment);
    }
    EpisodeScore score = Episode.score(Scenario.DEFAULT, load, setup);
    double meanRate = score.requests() / seconds();
    double cost =
        score.replicaSeconds() / seconds() * Scenario.DEFAULT.service().capacity() / meanRate;
    double expected = -(cost + STRICTNESS * score.violationShare()) / Math.sqrt(STRICTNESS);
    // the policy is asked in every period but the first three, whose rate is not known yet
    assertThat(transitions).hasSize(24 * 60 * 4 - 3);
    assertThat(transitions.stream().mapToDouble(Transition::returned).average().orElseThrow())
        .isCloseTo(expected, withinPercentage(0.2));
    assertThat(score.violationShare()).isPositive();
  }

  private double seconds() {
    return load.trace().length().toMillis() / 1000.0;
  }

  @Test
  void aReturnIsGivenAwayOnceItCannotChange() {
    try (ScalingEnvironment environment = new ScalingEnvironment(world, policy)) {
      List<Transition> transitions = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        environment.observe();
        environment.act(1, -1);
        environment.completed(transitions::add);
      }
      // a start-up of 60 s and the longest queue are 4 + 20 decisions; the newest is not scored yet
      assertThat(transitions).hasSize(40 - 24 - 1);
    }
  }

  @Test
  void everyQuestionIsAnsweredBeforeTheNext() {
    try (ScalingEnvironment environment = new ScalingEnvironment(world, policy)) {
      environment.observe();
      assertThatThrownBy(environment::observe).hasMessageContaining("was not answered");
    }
  }
}
