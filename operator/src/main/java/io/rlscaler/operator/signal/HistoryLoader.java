package io.rlscaler.operator.signal;

import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.prometheus.InstantResult;
import io.rlscaler.prometheus.RangeResult;
import io.rlscaler.prometheus.Sample;
import io.rlscaler.prometheus.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the rate history of scalers that are new to this process from the source's own past: a
 * week in steps of 5 min, a day in steps of 1 min, an hour in steps of the period.
 *
 * <p>While it fails, the scaler's signals count as unknown; after {@value #ATTEMPTS} attempts it is
 * given up and the scaler starts without a past.
 */
final class HistoryLoader {
  private static final Logger log = LoggerFactory.getLogger(HistoryLoader.class);
  private static final int ATTEMPTS = 3;

  private final Source source;
  private int failed;

  HistoryLoader(Source source) {
    this.source = source;
  }

  void load(List<Scaler> scalers, Instant now) {
    List<Scaler> fresh = scalers.stream().filter(scaler -> !scaler.historyLoaded()).toList();
    if (fresh.isEmpty()) {
      return;
    }
    try {
      Map<Scaler, SortedMap<Instant, Double>> past = new HashMap<>();
      Duration longest = Duration.ofDays(7);
      read(fresh, now.minus(longest), now.minus(Duration.ofDays(1)), Duration.ofMinutes(5), past);
      read(
          fresh,
          now.minus(Duration.ofDays(1)),
          now.minus(Duration.ofHours(1)),
          Duration.ofMinutes(1),
          past);
      read(fresh, now.minus(Duration.ofHours(1)), now, source.period(), past);
      past.forEach(HistoryLoader::replay);
      failed = 0;
      fresh.forEach(Scaler::markHistoryLoaded);
    } catch (CompletionException e) {
      failed++;
      log.info("History of source {} could not be read: {}", source.name(), e.getMessage());
      if (failed >= ATTEMPTS) {
        failed = 0;
        fresh.forEach(Scaler::markHistoryLoaded);
      }
    }
  }

  private void read(
      List<Scaler> fresh,
      Instant from,
      Instant to,
      Duration step,
      Map<Scaler, SortedMap<Instant, Double>> past) {
    String query = source.query(SignalName.ARRIVAL_RATE, Duration.ofSeconds(1)).orElseThrow();
    RangeResult result = source.client().queryRange(query, from, to, step).join();
    var labels = source.spec().labels();
    Map<Integer, Series> byPosition = new HashMap<>();
    List<Sample> heads = new ArrayList<>();
    for (Series series : result.series()) {
      // The index finds samples by labels; a series is found by the position of its stand-in.
      heads.add(new Sample(series.labels(), Instant.EPOCH, byPosition.size()));
      byPosition.put(byPosition.size(), series);
    }
    Answer.Index index =
        new Answer.Index(
            new InstantResult(heads, List.of(), List.of()), labels.namespace(), labels.workload());
    for (Scaler scaler : fresh) {
      List<Sample> found = index.find(scaler.id().namespace(), scaler.match());
      if (found.size() == 1) {
        Series series = byPosition.get((int) found.get(0).value());
        collect(series, past.computeIfAbsent(scaler, s -> new TreeMap<>()));
      }
    }
  }

  private static void collect(@Nullable Series series, SortedMap<Instant, Double> rates) {
    for (int point = 0; series != null && point < series.size(); point++) {
      double rate = series.value(point);
      if (Double.isFinite(rate) && rate >= 0) {
        rates.put(series.time(point), rate);
      }
    }
  }

  private static void replay(Scaler scaler, SortedMap<Instant, Double> rates) {
    rates.forEach((at, rate) -> scaler.workload().state().replay(at, rate));
  }
}
