package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.SignalModel;
import io.rlscaler.simulator.workload.ReplicaLife;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A scenario in words, for documents; without what changes from cell to cell. */
final class ScenarioWords {
  private ScenarioWords() {}

  static Map<String, String> of(Scenario scenario) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("latency", scenario.objective().latency().toMillis() + " ms");
    words.put("replicas at p99", number(scenario.replicasAtP99()));
    words.put("slots per replica", String.valueOf(scenario.service().slots()));
    words.put("service time, mean", number(1000 * scenario.service().meanSeconds()) + " ms");
    words.put("service time, variation", number(scenario.service().variation()));
    words.put("service time, distribution", lower(scenario.service().distribution()));
    words.put("routing", lower(scenario.service().routing()));
    words.put("decision period", number(scenario.period().toMillis() / 1000.0) + " s");
    words.put("metric lag", number(scenario.metricLag().toMillis() / 1000.0) + " s");
    signals(words, scenario.signals());
    words.put("start-up, sigma of the logarithm", number(scenario.startUp().sigma()));
    life(words, scenario.life());
    words.put("replicas", scenario.min() + " to " + scenario.max());
    return words;
  }

  private static void signals(Map<String, String> words, SignalModel signals) {
    double interval = signals.scrapeInterval().toMillis() / 1000.0;
    words.put("scrapes", interval > 0 ? "every " + number(interval) + " s" : "at every decision");
    words.put(
        "rate window",
        signals
            .rateWindow()
            .map(window -> number(window.toMillis() / 1000.0) + " s")
            .orElse("the decision period"));
    words.put("metric noise, sigma of the logarithm", number(signals.noise()));
    words.put("share of lost scrapes", number(signals.dropouts()));
  }

  private static void life(Map<String, String> words, ReplicaLife life) {
    ReplicaLife.WarmUp warmUp = life.warmUp();
    words.put(
        "warm-up",
        warmUp.equals(ReplicaLife.WarmUp.NONE)
            ? "none"
            : number(warmUp.seconds()) + " s at " + number(100 * warmUp.speed()) + " % speed");
    words.put("crashes of a replica per hour", number(life.crashesPerHour()));
    ReplicaLife.Shortage shortage = life.shortage();
    words.put(
        "node shortages",
        shortage.perDay() > 0
            ? number(shortage.perDay()) + " a day, " + number(shortage.meanSeconds()) + " s long"
            : "none");
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
