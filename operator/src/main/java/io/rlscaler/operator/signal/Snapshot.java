package io.rlscaler.operator.signal;

import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import io.rlscaler.prometheus.InstantResult;
import io.rlscaler.prometheus.QueryFailure;
import io.rlscaler.prometheus.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * All answers of one source for one tick: one query per signal, and per latency in use for
 * goodRatio.
 */
final class Snapshot {
  private final Source source;
  private final Instant now;
  private final Map<String, Answer> answers;

  private Snapshot(Source source, Instant now, Map<String, Answer> answers) {
    this.source = source;
    this.now = now;
    this.answers = answers;
  }

  /** Asks all queries at once; the client bounds each in time and size. */
  static Snapshot take(Source source, Set<Duration> latencies, Instant now) {
    Map<String, CompletableFuture<InstantResult>> pending = new LinkedHashMap<>();
    for (String query : queries(source, latencies)) {
      pending.put(query, source.client().query(query, now));
    }
    Map<String, Answer> answers = new HashMap<>();
    pending.forEach((query, future) -> answers.put(query, await(source, future)));
    return new Snapshot(source, now, answers);
  }

  private static Set<String> queries(Source source, Set<Duration> latencies) {
    Set<String> queries = new TreeSet<>();
    for (SignalName signal : SignalName.values()) {
      for (Duration latency : latencies) {
        source.query(signal, latency).ifPresent(queries::add);
      }
    }
    return queries;
  }

  private static Answer await(Source source, CompletableFuture<InstantResult> future) {
    try {
      var labels = source.spec().labels();
      return new Answer.Index(future.join(), labels.namespace(), labels.workload());
    } catch (CompletionException e) {
      if (e.getCause() instanceof QueryFailure failure) {
        return new Answer.Failed(failure);
      }
      throw e;
    }
  }

  /** A signal of a workload; {@code seen} tells whether it ever had a value. */
  Signal signal(SignalName name, Scaler scaler, boolean seen) {
    Optional<String> query = source.query(name, scaler.latency());
    if (query.isEmpty()) {
      return Signal.unknown(UnknownReason.NEVER_SEEN);
    }
    Answer answer = answers.get(query.get());
    if (!(answer instanceof Answer.Index index)) {
      return Signal.unknown(UnknownReason.SOURCE_DOWN);
    }
    if (index.partial()) {
      return Signal.unknown(UnknownReason.PARTIAL);
    }
    List<Sample> samples = index.find(scaler.id().namespace(), scaler.match());
    if (samples.size() > 1) {
      return Signal.unknown(UnknownReason.DUPLICATE);
    }
    if (samples.isEmpty()) {
      return absent(index, seen);
    }
    Sample sample = samples.get(0);
    return Signal.ofSample(sample.value(), Duration.between(sample.time(), now), source.maxAge());
  }

  private Signal absent(Answer.Index index, boolean seen) {
    if (source.spec().absentMeansZero() && index.missingLabel().isEmpty()) {
      return Signal.known(0);
    }
    return Signal.unknown(seen ? UnknownReason.NO_DATA : UnknownReason.NEVER_SEEN);
  }

  /** More about an unknown signal, without volatile parts; empty when there is nothing to add. */
  Optional<String> explain(SignalName name, Scaler scaler) {
    Optional<String> query = source.query(name, scaler.latency());
    if (query.isEmpty()) {
      return Optional.of("MetricSource " + source.name() + " has no query for it");
    }
    Answer answer = answers.get(query.get());
    if (answer instanceof Answer.Failed failed) {
      return Optional.of(failed.failure().kind() + ": " + failed.failure().getMessage());
    }
    if (answer instanceof Answer.Index index && index.missingLabel().isPresent()) {
      return Optional.of(
          "the results lack the label \""
              + index.missingLabel().get()
              + "\" that tells workloads apart");
    }
    return Optional.empty();
  }

  /** Counts the answers by signal. */
  void report(Set<Duration> latencies, OperatorMetrics metrics) {
    for (SignalName signal : SignalName.values()) {
      for (Duration latency : latencies) {
        Optional<Answer> answer = source.query(signal, latency).map(answers::get);
        if (answer.isPresent() && answer.get() instanceof Answer.Failed failed) {
          metrics.queryFailed(source.name(), signal.field(), failed.failure().kind());
        } else if (answer.isPresent()) {
          metrics.queryAnswered(source.name(), signal.field());
        }
      }
    }
  }
}
