package io.rlscaler.simulator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.safety.Reason;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.TimelineStep;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellTimelineTest {
  private static final Cell CELL = SampleRuns.cell("source", 1);

  private static List<TimelineStep> steps(int count, int peakAt) {
    EpisodeResult.Latency unknown =
        new EpisodeResult.Latency(
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new TimelineStep(
                    100 + 15 * i,
                    i < 2 ? OptionalDouble.empty() : OptionalDouble.of(i == peakAt ? 900 : 300),
                    i == peakAt ? 9 : 3,
                    3,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Reason.POLICY,
                    unknown))
        .toList();
  }

  @Test
  void shortRunsAreShownAsTheyAre() {
    assertThat(CellTimeline.of(CELL, 100, Map.of("policy", steps(4, 3))))
        .isEqualTo(
            new CellTimeline(
                CELL,
                List.of(0.0, 15.0, 30.0, 45.0),
                List.of(Double.NaN, Double.NaN, 3.0, 9.0),
                Map.of("policy", List.of(3, 3, 3, 9))));
  }

  @Test
  void thinningKeepsPeaksAndStaysWithinTheLimit() {
    CellTimeline timeline = CellTimeline.of(CELL, 100, Map.of("policy", steps(4001, 2001)));
    assertThat(timeline.seconds()).hasSize(1334).startsWith(0.0, 45.0);
    assertThat(timeline.load()).hasSize(1334).contains(9.0);
    assertThat(timeline.replicas().get("policy")).hasSize(1334).contains(9);
  }

  @Test
  void columnsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> CellTimeline.of(CELL, 100, Map.of("a", steps(4, 3), "b", steps(5, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }
}
