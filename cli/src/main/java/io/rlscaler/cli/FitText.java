package io.rlscaler.cli;

import io.rlscaler.simulator.fitting.Estimate;
import io.rlscaler.simulator.fitting.FitDocument;
import io.rlscaler.simulator.fitting.PredictionError;
import io.rlscaler.simulator.fitting.ServiceFit;
import io.rlscaler.simulator.workload.ServiceModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A fit as plain text, and as flags of {@code simulate} and {@code evaluate}. */
final class FitText {
  private static final long NANOS_PER_MICRO = 1000;

  private final List<String> lines = new ArrayList<>();

  private FitText() {}

  /** A line per figure; then the error, remarks and flags. */
  static String of(ServiceFit fit, List<String> flags) {
    FitText text = new FitText();
    text.estimate("capacity", fit.capacityPerReplica(), 1, "requests/s per replica");
    text.estimate("slots", fit.slots(), 1, "per replica");
    text.estimate("service mean", fit.serviceMeanSeconds(), 1000, "ms");
    text.estimate("service variation", fit.serviceVariation(), 1, "");
    text.line("routing", fit.routing().map(FitDocument::name).orElse("unknown"));
    text.estimate("start-up median", fit.startUpMedian(), 1, "s");
    text.estimate("start-up p90", fit.startUpP90(), 1, "s");
    text.estimate("metric lag", fit.metricLagSeconds(), 1, "s");
    fit.error().ifPresent(text::error);
    fit.remarks().forEach(remark -> text.line("remark", remark));
    fit.cannotTell().ifPresent(reason -> text.line("cannot tell", reason));
    if (!flags.isEmpty()) {
      text.line("flags", String.join(" ", flags));
    }
    return String.join("\n", text.lines);
  }

  private void line(String name, String value) {
    lines.add(String.format(Locale.ROOT, "%-18s %s", name, value));
  }

  private void estimate(String name, Optional<Estimate> estimate, double scale, String unit) {
    String value =
        estimate
            .map(e -> number(scale * e.value()) + " " + unit + range(e, scale))
            .orElse("unknown");
    line(name, value.replace("  ", " "));
  }

  private static String range(Estimate estimate, double scale) {
    return " (" + number(scale * estimate.low()) + " to " + number(scale * estimate.high()) + ")";
  }

  /** To four digits. */
  private static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4));
    return rounded.stripTrailingZeros().toPlainString();
  }

  private void error(PredictionError error) {
    line(
        "error",
        String.format(
            Locale.ROOT,
            "on the %.1f h at the end, which the fit has not seen:",
            error.seconds() / 3600));
    for (PredictionError.Share share : error.shares()) {
      line(
          "",
          String.format(
              Locale.ROOT,
              "slower than %s ms: predicted %.3f %%, observed %.3f %%, difference %+.3f %%"
                  + " (%+.3f to %+.3f)",
              number(1000 * share.latencySeconds()),
              100 * share.predicted(),
              100 * share.observed(),
              100 * share.difference().value(),
              100 * share.difference().low(),
              100 * share.difference().high()));
    }
    for (PredictionError.Quantile quantile : error.quantiles()) {
      line(
          "",
          String.format(
              Locale.ROOT,
              "p%s: predicted %s ms, observed %s ms",
              number(100 * quantile.probability()),
              number(1000 * quantile.predicted()),
              number(1000 * quantile.observed())));
    }
  }

  /** The flags that give a simulation this workload; empty without a model. */
  static List<String> flags(ServiceFit fit) {
    List<String> flags = new ArrayList<>();
    if (fit.model().isPresent()) {
      ServiceModel model = fit.model().get();
      flags.addAll(List.of("--slots", String.valueOf(model.slots())));
      flags.addAll(List.of("--service-mean", duration(model.meanSeconds())));
      flags.addAll(List.of("--service-cv", String.valueOf(model.variation())));
      flags.addAll(List.of("--routing", FitDocument.name(model.routing())));
      fit.startUpMedian().ifPresent(e -> flags.addAll(List.of("--start-up", duration(e.value()))));
      fit.metricLagSeconds()
          .ifPresent(e -> flags.addAll(List.of("--metric-lag", duration(e.value()))));
    }
    return flags;
  }

  /** In whole microseconds: more digits than that are noise. */
  private static String duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e6) * NANOS_PER_MICRO).toString();
  }
}
