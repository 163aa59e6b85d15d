package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.Clients;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Episodes on the request-level model. */
class RequestEpisodeTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;

  private static OfferedLoad rates(double... replicaLoads) {
    double capacity = SCENARIO.service().capacity();
    double[] rates = Arrays.stream(replicaLoads).map(load -> load * capacity).toArray();
    return new OfferedLoad(Trace.of("test", Duration.ofMinutes(5), rates), 0);
  }

  private static EpisodeScore score(
      Scenario scenario, OfferedLoad load, ControllerSetup setup, QueueModel model) {
    try (Episode episode = new Episode(scenario, load, setup, model)) {
      episode.finish();
      return episode.score();
    }
  }

  private static EpisodeScore staticScore(QueueModel model, double... loads) {
    return score(SCENARIO, rates(loads), new ControllerSetup.Static(10), model);
  }

  @Test
  void bothModelsAgreeOnOverloadAndDrain() {
    double[][] days = {{8, 11, 9, 6, 6}, {13, 5, 5, 5, 14, 4}};
    for (double[] loads : days) {
      EpisodeScore fast = staticScore(QueueModel.FAST, loads);
      EpisodeScore request = staticScore(QueueModel.REQUEST, loads);
      // the queue grows and drains by many times what it wavers
      assertThat(request.violationShare())
          .isCloseTo(fast.violationShare(), within(.03 * fast.violationShare()));
      // Poisson counts of more than a million: a standard error of .1 %
      assertThat(request.requests()).isCloseTo(fast.requests(), within(.004 * fast.requests()));
      assertThat(request.replicaSeconds()).isEqualTo(fast.replicaSeconds());
    }
  }

  @Test
  void requestsThatWaitBeyondTheEndAreLate() {
    // a queue of 10 % of the load from the first second on: nearly all wait more than 250 ms
    assertThat(staticScore(QueueModel.REQUEST, 11, 11).violationShare()).isGreaterThan(.95);
  }

  @Test
  void overloadShowsWhileItsRequestsStillWait() {
    OfferedLoad load = rates(15, 15);
    try (Episode episode =
        new Episode(
            SCENARIO, load, new ControllerSetup.Hpa(HpaSettings.DEFAULT), QueueModel.REQUEST)) {
      episode.finish();
      // starts with 25 replicas at 60 %, so it holds; nothing is unknown for long
      assertThat(episode.result().timeline().stream().skip(4).map(step -> step.reason().keeps()))
          .doesNotContain(true);
    }
  }

  @Test
  void gapsAreNotScored() {
    EpisodeScore score =
        score(
            SCENARIO, rates(5, Double.NaN, 5), new ControllerSetup.Static(10), QueueModel.REQUEST);
    assertThat(score.durationSeconds()).isEqualTo(600);
    assertThat(score.requests()).isCloseTo(300_000, within(3_000.0));
  }

  @Test
  void sameSeedGivesTheSameRequestsAndAnotherSeedOthers() {
    ControllerSetup setup = new ControllerSetup.Static(10);
    EpisodeScore first = score(SCENARIO, rates(9.6), setup, QueueModel.REQUEST);
    assertThat(score(SCENARIO, rates(9.6), setup, QueueModel.REQUEST)).isEqualTo(first);
    assertThat(score(SCENARIO.withSeed(2), rates(9.6), setup, QueueModel.REQUEST))
        .isNotEqualTo(first);
  }

  @Test
  void livesOfReplicasAndClientsReachTheRequests() {
    ReplicaLife troubled =
        new ReplicaLife(SCENARIO.startUp(), new WarmUp(60, .5), 30, Shortage.NONE, 6);
    Scenario impatient =
        SCENARIO.withWorkload(SCENARIO.workload().withClients(new Clients(.2, 3, .1)));
    ControllerSetup setup = new ControllerSetup.Static(10);
    double plain = score(SCENARIO, rates(8, 8), setup, QueueModel.REQUEST).violationShare();
    assertThat(
            score(SCENARIO.withLife(troubled), rates(8, 8), setup, QueueModel.REQUEST)
                .violationShare())
        .isGreaterThan(plain);
    assertThat(score(impatient, rates(10.5), setup, QueueModel.REQUEST).violationShare())
        .isNotEqualTo(score(SCENARIO, rates(10.5), setup, QueueModel.REQUEST).violationShare());
  }

  @Test
  void latencyIsThatOfTheWholeEpisode() {
    try (Episode episode =
        new Episode(SCENARIO, rates(5), new ControllerSetup.Static(20), QueueModel.REQUEST)) {
      episode.finish();
      // idle: log-normal, mean 40 ms, variation .5; a quantile of 150,000 draws
      EpisodeResult result = episode.result();
      assertThat(result.latency().p50().orElseThrow()).isCloseTo(.0358, within(.0005));
      assertThat(result.latency().p99().orElseThrow()).isCloseTo(.1073, within(.002));
      assertThat(result.timeline().get(3).latency()).isEqualTo(EpisodeLatency.UNKNOWN);
      assertThat(result.model()).isEqualTo(QueueModel.REQUEST);
    }
  }
}
