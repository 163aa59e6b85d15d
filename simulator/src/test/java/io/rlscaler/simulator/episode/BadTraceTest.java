package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import io.rlscaler.simulator.trace.TraceReader;
import io.rlscaler.simulator.trace.source.PrometheusTraces;
import io.rlscaler.simulator.trace.source.RangeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file with odd content to the result of an episode, or to an error that says why not. */
class BadTraceTest {
  private static final Scenario SCENARIO = Scenario.DEFAULT;
  private static final ControllerSetup HPA = new ControllerSetup.Hpa(HpaSettings.DEFAULT);

  private final Path file;

  BadTraceTest(@TempDir Path directory) {
    file = directory.resolve("odd.csv");
  }

  private EpisodeScore score() throws IOException {
    return Episode.score(SCENARIO, OfferedLoad.of(TraceReader.read(file), SCENARIO), HPA);
  }

  private void write(int steps, int stepSeconds, IntToDoubleFunction rate) throws IOException {
    StringBuilder text = new StringBuilder("t_seconds,requests_per_second\n");
    for (int i = 0; i < steps; i++) {
      text.append(i * stepSeconds).append(',').append(rate.applyAsDouble(i)).append('\n');
    }
    Files.writeString(file, text);
  }

  @Test
  void anEmptyFileIsAnErrorThatSaysSo() throws IOException {
    Files.createFile(file);
    assertThatThrownBy(this::score)
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ": empty, expected a header t_seconds,requests_per_second");
  }

  @Test
  void onePointIsAnErrorBecauseItHasNoStep() throws IOException {
    write(1, 60, i -> 100);
    assertThatThrownBy(this::score)
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ": one row, expected two or more to know the step");
  }

  @Test
  void gapsAtBothEndsAreNotScored() throws IOException {
    Files.writeString(
        file,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
            + "\"values\":[[0,\"NaN\"],[600,\"5\"],[1200,\"5\"],[1800,\"NaN\"]]}]}}");
    Trace trace = PrometheusTraces.saved(List.of(file), Optional.empty(), RangeOptions.STRICT);
    assertThat(trace.size()).isEqualTo(4);
    EpisodeScore score = Episode.score(SCENARIO, OfferedLoad.of(trace, SCENARIO), HPA);
    assertThat(score.durationSeconds()).isEqualTo(1200);
    // 40 replicas of 100 requests/s, all the time
    assertThat(score.requests()).isCloseTo(4000 * 1200, within(1e-3));
  }

  @Test
  void aDayOfZerosBetweenTwoBusyOnesIsServedByTheFewestReplicas() throws IOException {
    int day = 24 * 60;
    write(3 * day, 60, i -> i / day == 1 ? 0 : 50);
    EpisodeResult result =
        Episode.run(SCENARIO, OfferedLoad.of(TraceReader.read(file), SCENARIO), HPA);
    assertThat(result.score().durationSeconds()).isEqualTo(3 * 86_400);
    assertThat(result.score().requests()).isCloseTo(4000.0 * 2 * 86_400, within(1.0));
    List<TimelineStep> idle =
        result.timeline().stream()
            .filter(step -> step.seconds() > 1.5 * 86_400 && step.seconds() < 2 * 86_400)
            .toList();
    assertThat(idle).isNotEmpty().allMatch(step -> step.desired() == SCENARIO.min());
  }

  @Test
  void onlyZerosAreAnErrorBecauseTheyCannotBeScaled() throws IOException {
    write(24 * 60, 60, i -> 0);
    assertThatThrownBy(this::score)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("99th percentile of trace odd is 0, expected traffic in over 1 % of the steps");
  }

  @Test
  void tenMillionRequestsASecondAreScaledDownAndServed() throws IOException {
    write(240, 15, i -> 1e7 * (1 + .1 * Math.sin(i / 20.0)));
    EpisodeScore score = score();
    assertThat(score.durationSeconds()).isEqualTo(3600);
    assertThat(score.requests()).isBetween(3600 * 3000.0, 3600 * 4000.0);
    assertThat(score.violationShare()).isBetween(0.0, 1.0);
  }

  @Test
  void tenMillionRequestsASecondThatNobodyScalesDownAreAllLateOrAllServed() {
    double[] rates = new double[40];
    Arrays.fill(rates, 1e7);
    OfferedLoad load = new OfferedLoad(Trace.of("huge", Duration.ofSeconds(15), rates), 0);
    EpisodeScore late = Episode.score(SCENARIO, load, HPA);
    assertThat(late.requests()).isCloseTo(1e7 * 600, within(1.0));
    // 200 replicas serve 20,000 requests/s in time only from an empty queue
    assertThat(late.violationShare()).isBetween(.99, 1.0);
    assertThat(late.meetsObjective()).isFalse();

    Scenario large = SCENARIO.withRange(2, 200_000);
    EpisodeScore served = Episode.score(large, load, new ControllerSetup.Static(150_000));
    assertThat(served.violationShare()).isBetween(0.0, .001);
    assertThat(served.meetsObjective()).isTrue();
  }

  @Test
  void aTraceShorterThanTheStartUpTimeIsAnErrorBecauseNothingCouldBeJudged() throws IOException {
    write(4, 15, i -> 100);
    assertThatThrownBy(this::score)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trace odd is 60.000 s long, expected more than the start-up time of 60.000 s: no"
                + " decision could have an effect");
    write(5, 15, i -> 100);
    assertThat(score().durationSeconds()).isEqualTo(75);
  }
}
