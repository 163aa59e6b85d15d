package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorViewTest {
  private static final Duration LAG = Duration.ofSeconds(20);
  private static final int STEPS = 4000;
  private static final double BAD_SHARE = 1.0 / 64;

  /** A log of steps of 5 s, of which step i has the rate 100 + i and ten busy replicas. */
  private static StepLog rising() {
    StepLog log = new StepLog();
    for (int i = 0; i < STEPS; i++) {
      log.add(5000L * i, 5000, 100 + i, 10, 10, 10);
      log.measure(.5, 7, 27);
      log.score(i, BAD_SHARE);
    }
    return log;
  }

  private static OperatorView view(
      Duration scrapeInterval, Optional<Duration> window, double noise, double dropouts) {
    SignalModel signals = new SignalModel(scrapeInterval, window, LAG, noise, dropouts);
    return new OperatorView(Scenario.DEFAULT.withSignals(signals), rising());
  }

  private static Signal known(double value, int ageSeconds) {
    return new Signal.Known(value, Duration.ofSeconds(ageSeconds));
  }

  @Test
  void withoutAScrapeIntervalTheWindowEndsExactlyTheLagAgo() {
    OperatorView view = view(Duration.ZERO, Optional.of(Duration.ofSeconds(20)), 0, 0);
    // 60 s to 80 s: steps 12 to 15
    Observation seen = view.at(100_000, 10, 9);
    assertThat(seen)
        .isEqualTo(
            new Observation(
                seen.time(),
                10,
                9,
                false,
                known(113.5, 20),
                known(1 - BAD_SHARE, 20),
                known(.5, 20),
                known(27, 20),
                known(7, 20)));
  }

  @Test
  void theDecisionPeriodIsTheWindowUnlessThereIsOne() {
    OperatorView view = view(Duration.ZERO, Optional.empty(), 0, 0);
    // 65 s to 80 s: steps 13 to 15
    assertThat(view.at(100_000, 10, 10).arrivalRate()).isEqualTo(known(114, 20));
  }

  @Test
  void signalsAgeUntilTheNextScrapeCounts() {
    OperatorView view = view(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(60)), 0, 0);
    // the scrape of second 60, window from 0: steps 0 to 11
    assertThat(view.at(80_000, 10, 10).arrivalRate()).isEqualTo(known(105.5, 20));
    assertThat(view.at(105_000, 10, 10).arrivalRate()).isEqualTo(known(105.5, 45));
    assertThat(view.at(110_000, 10, 10).arrivalRate()).isEqualTo(known(111.5, 20));
  }

  @Test
  void windowIsAWholeNumberOfScrapeIntervalsAndAtLeastOne() {
    // 50 s hold one interval of 30 s, 10 s none: both see seconds 30 to 60, steps 6 to 11
    for (int seconds : new int[] {50, 10}) {
      OperatorView view =
          view(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(seconds)), 0, 0);
      assertThat(view.at(80_000, 10, 10).arrivalRate()).isEqualTo(known(108.5, 20));
    }
  }

  @Test
  void scrapeThatIsReadTwiceShowsTheSameNoise() {
    OperatorView view = view(Duration.ofSeconds(30), Optional.empty(), .2, 0);
    double first = view.at(80_000, 10, 10).arrivalRate().orElse(-1);
    assertThat(first).isNotEqualTo(108.5);
    assertThat(view.at(95_000, 10, 10).arrivalRate()).isEqualTo(known(first, 35));
  }

  @Test
  void noiseIsAFactorOfItsOwnOnEverySignal() {
    OperatorView view = view(Duration.ZERO, Optional.of(Duration.ofSeconds(5)), .1, 0);
    double[] squares = new double[5];
    double product = 0;
    int readings = STEPS - 10;
    for (int i = 1; i <= readings; i++) {
      Observation seen = view.at(20_000 + 5000L * i, 10, 10);
      double rate = Math.log(seen.arrivalRate().orElse(-1) / (99 + i));
      double bad = Math.log((1 - seen.goodRatio().orElse(-1)) / BAD_SHARE);
      squares[0] += rate * rate;
      squares[1] += bad * bad;
      squares[2] += Math.pow(Math.log(seen.utilization().orElse(-1) / .5), 2);
      squares[3] += Math.pow(Math.log(seen.inFlight().orElse(-1) / 27), 2);
      squares[4] += Math.pow(Math.log(seen.queueLength().orElse(-1) / 7), 2);
      product += rate * bad;
    }
    for (double square : squares) {
      // 4,000 draws estimate a standard deviation within 1.1 %
      assertThat(Math.sqrt(square / readings)).isCloseTo(.1, within(.005));
    }
    assertThat(product / readings / .01).isCloseTo(0, within(.06));
  }

  @Test
  void lostScrapesShowNothingUntilTheNext() {
    OperatorView view = view(Duration.ofSeconds(30), Optional.empty(), 0, .3);
    int lost = 0;
    int scrapes = 600;
    for (int i = 2; i < scrapes + 2; i++) {
      Observation seen = view.at(20_000 + 30_000L * i, 10, 10);
      assertThat(view.at(20_000 + 30_000L * i + 29_999, 10, 10).arrivalRate().isKnown())
          .isEqualTo(seen.arrivalRate().isKnown());
      if (!seen.arrivalRate().isKnown()) {
        Signal unknown = Signal.unknown(UnknownReason.NO_DATA);
        assertThat(seen)
            .isEqualTo(
                new Observation(
                    seen.time(), 10, 10, false, unknown, unknown, unknown, unknown, unknown));
        lost++;
      }
    }
    // the standard error of the share is .019
    assertThat((double) lost / scrapes).isCloseTo(.3, within(.07));
  }

  @Test
  void anotherSeedLosesOtherScrapes() {
    SignalModel signals = new SignalModel(Duration.ZERO, Optional.empty(), LAG, 0, .5);
    Scenario scenario = Scenario.DEFAULT.withSignals(signals);
    StepLog log = rising();
    assertThat(lost(new OperatorView(scenario, log)))
        .isEqualTo(lost(new OperatorView(scenario, log)))
        .isNotEqualTo(lost(new OperatorView(scenario.withSeed(2), log)));
  }

  private static String lost(OperatorView view) {
    StringBuilder lost = new StringBuilder();
    for (int i = 10; i < 60; i++) {
      lost.append(view.at(15_000L * i, 10, 10).arrivalRate().isKnown() ? 'x' : '.');
    }
    return lost.toString();
  }

  @Test
  void refusesSignalsThatCannotBe() {
    Duration second = Duration.ofSeconds(1);
    Optional<Duration> empty = Optional.empty();
    assertThatThrownBy(() -> new SignalModel(Duration.ofHours(2), empty, LAG, 0, 0))
        .hasMessage("scrape interval: found PT2H, expected zero to one hour");
    assertThatThrownBy(() -> new SignalModel(second, Optional.of(Duration.ZERO), LAG, 0, 0))
        .hasMessage("rate window: found PT0S, expected one second to one day");
    assertThatThrownBy(() -> new SignalModel(second, empty, Duration.ofHours(2), 0, 0))
        .hasMessage("metric lag: found PT2H, expected zero to one hour");
    assertThatThrownBy(() -> new SignalModel(second, empty, LAG, 1.5, 0))
        .hasMessage("noise: found 1.5, expected 0 to 1");
    assertThatThrownBy(() -> new SignalModel(second, empty, LAG, 0, -.5))
        .hasMessage("dropouts: found -0.5, expected 0 to 1");
  }
}
