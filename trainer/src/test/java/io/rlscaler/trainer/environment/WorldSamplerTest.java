package io.rlscaler.trainer.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.simulator.trace.SyntheticTraces;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WorldSamplerTest {
  private static final Range STRICTNESS = new Range(1, 100);
  private static final Trace TRACE =
      SyntheticTraces.diurnal(
          new SyntheticTraces.Extent(Duration.ofDays(2), Duration.ofSeconds(60), 300), 1);

  @Test
  void theSameSeedDrawsTheSameWorld() {
    WorldSampler sampler = new WorldSampler(List.of(TRACE), STRICTNESS);
    World world = sampler.draw(Randomisation.wide(), new SplittableRandom(4));
    assertThat(sampler.draw(Randomisation.wide(), new SplittableRandom(4))).isEqualTo(world);
  }

  @Test
  void worldsLieInTheirRangesAndCanBeForeseen() {
    WorldSampler sampler = new WorldSampler(List.of(TRACE), STRICTNESS);
    Randomisation stage = Randomisation.wide();
    for (int seed = 0; seed < 50; seed++) {
      World world = sampler.draw(stage, new SplittableRandom(seed));
      assertThat(world.settings().strictness()).isBetween(1.0, 100.0);
      assertThat(world.scenario().startUp().medianSeconds()).isBetween(5.0, 300.0);
      assertThat(stage.slots()).contains(world.scenario().service().slots());
      assertThat(PeriodLoads.surpriseShare(world)).isLessThanOrEqualTo(0.005);
    }
  }

  @Test
  void tracesThatSayNothingOfMinutesAreRefused() {
    Trace hourly = Trace.of("pages_1h", Duration.ofHours(1), 1, 2, 3);
    assertThatThrownBy(() -> new WorldSampler(List.of(hourly), STRICTNESS))
        .hasMessage("traces: found 1, none with a step of at most PT5M, expected one");
  }

  @Test
  void trafficThatNobodyCanForeseeIsNoWorldToLearnIn() {
    double[] rates = new double[2880];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = i % 60 == 0 ? 4000 : 1;
    }
    Trace spikes = Trace.of("spikes_1min", Duration.ofMinutes(1), rates);
    Randomisation plain = Randomisation.plain();
    Randomisation replayed =
        new Randomisation(
            0,
            0,
            plain.days(),
            plain.replicasAtP99(),
            plain.startUpSeconds(),
            plain.lagSeconds(),
            plain.slots(),
            plain.variations(),
            plain.latencies(),
            plain.goodRatios(),
            plain.holds(),
            0,
            0,
            0);
    WorldSampler sampler = new WorldSampler(List.of(spikes), STRICTNESS);
    assertThatThrownBy(() -> sampler.draw(replayed, new SplittableRandom(1)))
        .hasMessageStartingWith("traces: found no foreseeable traffic in 1000 pieces");
  }
}
