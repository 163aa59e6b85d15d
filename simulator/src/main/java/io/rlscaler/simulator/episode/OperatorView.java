package io.rlscaler.simulator.episode;

import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * What an operator sees of a logged workload: at a time t the newest scrape that is at least the
 * lag old, with rates, ratios and means over the window before it. Rates need two scrapes, so the
 * window is a whole number of scrape intervals and at least one. Nothing is interpolated; a lost
 * scrape shows nothing.
 *
 * <p>Noise and losses belong to a scrape: whoever reads it twice sees the same. They are drawn from
 * the seed and the time of the scrape alone.
 */
final class OperatorView {
  private static final long NOISE_STREAM = 0x2545F4914F6CDD1DL;
  private static final long DROPOUT_STREAM = 0x6C62272E07BB0142L;

  /** Spreads the times of scrapes over the seeds; not the step of a SplittableRandom itself. */
  private static final long SCRAPE_FACTOR = 0xD1342543DE82EF95L;

  private final SignalModel signals;
  private final StepLog log;
  private final long lagMillis;
  private final long intervalMillis;
  private final long windowMillis;
  private final long seed;

  OperatorView(Scenario scenario, StepLog log) {
    this.log = log;
    signals = scenario.signals();
    seed = scenario.seed();
    lagMillis = signals.lag().toMillis();
    intervalMillis = signals.scrapeInterval().toMillis();
    long window = signals.rateWindow().orElse(scenario.period()).toMillis();
    windowMillis =
        intervalMillis == 0
            ? window
            : Math.max(intervalMillis, window / intervalMillis * intervalMillis);
  }

  /** What is seen at a time. */
  Observation at(long nowMillis, int desired, int ready) {
    long scrape = newestScrape(nowMillis - lagMillis);
    Instant now = Instant.ofEpochMilli(nowMillis);
    if (isLost(scrape)) {
      return unknown(now, desired, ready);
    }
    Observation seen =
        new SignalWindow(log, scrape - windowMillis, scrape, Duration.ofMillis(nowMillis - scrape))
            .observation(now, desired, ready);
    return signals.noise() == 0 ? seen : noisy(seen, random(NOISE_STREAM, scrape));
  }

  private static Observation unknown(Instant now, int desired, int ready) {
    Signal lost = Signal.unknown(UnknownReason.NO_DATA);
    return new Observation(now, desired, ready, false, lost, lost, lost, lost, lost);
  }

  private long newestScrape(long millis) {
    return intervalMillis == 0 ? millis : Math.floorDiv(millis, intervalMillis) * intervalMillis;
  }

  private boolean isLost(long scrape) {
    return signals.dropouts() > 0
        && random(DROPOUT_STREAM, scrape).nextDouble() < signals.dropouts();
  }

  private SplittableRandom random(long stream, long scrape) {
    return new SplittableRandom(seed ^ stream ^ scrape * SCRAPE_FACTOR);
  }

  private Observation noisy(Observation seen, SplittableRandom random) {
    double rateFactor = factor(random);
    double badFactor = factor(random);
    double busyFactor = factor(random);
    double inFlightFactor = factor(random);
    double queueFactor = factor(random);
    return new Observation(
        seen.time(),
        seen.desired(),
        seen.ready(),
        seen.rollingOut(),
        seen.arrivalRate().map(rate -> rate * rateFactor),
        seen.goodRatio().map(good -> Math.max(0, 1 - (1 - good) * badFactor)),
        seen.utilization().map(busy -> busy * busyFactor),
        seen.inFlight().map(inFlight -> inFlight * inFlightFactor),
        seen.queueLength().map(queue -> queue * queueFactor));
  }

  private double factor(SplittableRandom random) {
    return Math.exp(signals.noise() * random.nextGaussian());
  }
}
