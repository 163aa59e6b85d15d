package io.rlscaler.integration.service;

import io.rlscaler.simulator.workload.FastModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the requests of a workload as its own HTTP server would: all, and those within each of
 * three latencies. Not thread-safe.
 */
final class RequestCounters {
  private final ServiceProfile profile;
  private final List<Bucket> buckets;
  private double requests;
  private double durationSum;

  /** Requests that took no longer than one latency; every bucket has a queue of its own. */
  private static final class Bucket {
    private final Duration limit;
    private final FastModel model;
    private final FastModel.State state = new FastModel.State();
    private double count;

    Bucket(ServiceProfile profile, Duration limit) {
      this.limit = limit;
      this.model = FastModel.of(profile.model(), limit.toNanos() / 1e9);
    }

    void advance(double rate, int ready, double seconds) {
      model.step(state, rate, ready, seconds);
      model.finish(state);
      // Without replicas a request waits for a time that nobody knows yet.
      double within = ready == 0 ? 0 : 1 - state.violationShare();
      count += within * rate * seconds;
    }
  }

  /** The number of requests that took no longer than a limit, since the beginning. */
  record Cumulative(Duration limit, double count) {}

  RequestCounters(ServiceProfile profile) {
    this.profile = profile;
    Duration latency = profile.latency();
    buckets =
        Stream.of(latency.dividedBy(2), latency, latency.multipliedBy(2))
            .map(limit -> new Bucket(profile, limit))
            .toList();
  }

  /** Lets time pass at a constant rate and number of replicas; returns the busy share. */
  double advance(double rate, int ready, double seconds) {
    buckets.forEach(bucket -> bucket.advance(rate, ready, seconds));
    requests += rate * seconds;
    durationSum += rate * seconds * (profile.model().meanSeconds() + queue().meanWait());
    return queue().utilization();
  }

  double requests() {
    return requests;
  }

  double durationSum() {
    return durationSum;
  }

  double queueLength() {
    return queue().backlog();
  }

  List<Cumulative> cumulative() {
    List<Cumulative> counts = new ArrayList<>();
    buckets.forEach(bucket -> counts.add(new Cumulative(bucket.limit, bucket.count)));
    return counts;
  }

  // They differ in their latency only, so any of them knows the queue.
  private FastModel.State queue() {
    return buckets.get(0).state;
  }
}
