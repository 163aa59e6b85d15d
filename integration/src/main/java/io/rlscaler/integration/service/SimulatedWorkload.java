package io.rlscaler.integration.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One workload of a {@link SimulatedService} and what a test may do to it. Thread-safe.
 *
 * <p>Rate and replicas are constant during a tick: what changes takes effect with the next one. In
 * between, each reading of the metrics brings the counters up to its own moment, so that they grow
 * as steadily as those of a service with real requests.
 */
public final class SimulatedWorkload {
  private final ServiceProfile profile;
  private final IntSupplier readyReplicas;
  private final RequestCounters counters;
  private final List<LoadSample> series = new ArrayList<>();

  private ArrivalRate traffic;
  private @Nullable ArrivalRate nextTraffic;
  private Duration trafficTime = Duration.ZERO;
  private boolean paused;
  private Exposure exposure = Exposure.SHOWN;

  private Instant tickStart;
  private Instant now;
  private double rate;
  private int ready;
  private double busySeconds;
  private double utilization;

  SimulatedWorkload(
      ServiceProfile profile, IntSupplier readyReplicas, ArrivalRate traffic, Instant start) {
    this.profile = profile;
    this.readyReplicas = readyReplicas;
    this.counters = new RequestCounters(profile);
    this.traffic = traffic;
    this.tickStart = start;
    this.now = start;
    this.rate = ArrivalRate.requireRate(traffic.at(Duration.ZERO));
    this.ready = readyReplicas.getAsInt();
  }

  /** All values of the metrics page at one moment. */
  record Reading(
      ServiceProfile profile,
      double requests,
      double durationSum,
      List<RequestCounters.Cumulative> buckets,
      double utilization,
      double queueLength) {

    private Reading notANumber() {
      return new Reading(
          profile,
          Double.NaN,
          Double.NaN,
          buckets.stream()
              .map(bucket -> new RequestCounters.Cumulative(bucket.limit(), Double.NaN))
              .toList(),
          Double.NaN,
          Double.NaN);
    }
  }

  /** Returns what this workload is. */
  public ServiceProfile profile() {
    return profile;
  }

  /** Gives the workload a constant rate [requests/s], finite and not negative. */
  public void setRate(double requestsPerSecond) {
    follow(ArrivalRate.constant(requestsPerSecond));
  }

  /** Gives the workload other traffic, which begins with the next tick. */
  public synchronized void follow(ArrivalRate next) {
    nextTraffic = next;
  }

  /** Stops the clock of the traffic: the rate stays what it is until {@link #resume}. */
  public synchronized void pause() {
    paused = true;
  }

  /** Lets the traffic go on where {@link #pause} stopped it. */
  public synchronized void resume() {
    paused = false;
  }

  /** Sets how the metrics page shows this workload, from the next scrape on. */
  public synchronized void expose(Exposure next) {
    exposure = next;
  }

  /** Returns the ticks so far, oldest first: the series for a control loop in this process. */
  public synchronized List<LoadSample> series() {
    return List.copyOf(series);
  }

  /** Ends a tick and begins the next one. */
  synchronized void tick(Instant end) {
    advance(end);
    double seconds = seconds(tickStart, now);
    if (seconds > 0) {
      utilization = busySeconds / seconds;
      series.add(new LoadSample(now, rate, ready, utilization));
    }
    advanceTraffic(Duration.between(tickStart, now));
    busySeconds = 0;
    tickStart = now;
    rate = ArrivalRate.requireRate(traffic.at(trafficTime));
    ready = readyReplicas.getAsInt();
  }

  /** Returns the values at a moment; empty when the workload is not to be shown. */
  synchronized Optional<Reading> read(Instant moment) {
    advance(moment);
    Reading reading =
        new Reading(
            profile,
            counters.requests(),
            counters.durationSum(),
            counters.cumulative(),
            utilization,
            counters.queueLength());
    return switch (exposure) {
      case SHOWN -> Optional.of(reading);
      case ABSENT -> Optional.empty();
      case NOT_A_NUMBER -> Optional.of(reading.notANumber());
    };
  }

  private void advance(Instant moment) {
    double seconds = seconds(now, moment);
    if (seconds > 0) {
      busySeconds += seconds * counters.advance(rate, ready, seconds);
      now = moment;
    }
  }

  private void advanceTraffic(Duration passed) {
    if (nextTraffic != null) {
      traffic = nextTraffic;
      nextTraffic = null;
      trafficTime = Duration.ZERO;
    } else if (!paused) {
      trafficTime = trafficTime.plus(passed);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
