package io.rlscaler.cli;

import io.rlscaler.engine.baseline.KpaSettings;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.HpaManifest;
import io.rlscaler.simulator.episode.HpaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** The {@code --set key=value} flags of a controller. */
final class ControllerSettings {
  private static final int DEFAULT_HPA_TARGET_PERCENT = 60;
  private static final double DEFAULT_HEADROOM_LEVEL = 2;
  private static final double DEFAULT_SPREADS = 2;

  private final String controller;
  private final Map<String, String> values;

  ControllerSettings(String controller, Map<String, String> values) {
    this.controller = controller;
    this.values = values;
  }

  ControllerSetup fixedReplicas() {
    requireKeys(Set.of("replicas"));
    if (!values.containsKey("replicas")) {
      throw new InputException("--controller static: expected --set replicas=N");
    }
    return checked(() -> new ControllerSetup.Static(whole("replicas", 0)));
  }

  /** Forecast plus headroom; no priors for a forecast that starts from persistence. */
  ControllerSetup headroom(List<ForecastPrior> forecastPriors) {
    requireKeys(Set.of("level", "hold", "floor", "cap"));
    return checked(
        () ->
            new ControllerSetup.Headroom(
                number("level", DEFAULT_HEADROOM_LEVEL), limits(Limits.DEFAULT), forecastPriors));
  }

  /** Forecast plus spreads; no priors for a forecast that starts from persistence. */
  ControllerSetup spread(List<ForecastPrior> forecastPriors) {
    requireKeys(Set.of("z", "hold", "floor", "cap"));
    return checked(
        () ->
            new ControllerSetup.Spread(
                number("z", DEFAULT_SPREADS), limits(Limits.DEFAULT), forecastPriors));
  }

  private Limits limits(Limits defaults) {
    return new Limits(
        value(
            "hold",
            defaults.holdSeconds(),
            text -> Math.toIntExact(TextConverters.duration(text).toSeconds())),
        number("floor", defaults.floor()),
        values.containsKey("cap") ? OptionalDouble.of(number("cap", 0)) : defaults.cap());
  }

  /** Knative's autoscaler on replicas with so many slots. */
  ControllerSetup kpa(int slots) {
    requireKeys(
        Set.of(
            "target",
            "stableWindow",
            "panicWindow",
            "panicThreshold",
            "maxScaleUpRate",
            "maxScaleDownRate",
            "scaleDownDelay",
            "floor"));
    double utilization = ratio("target", KpaSettings.DEFAULT_UTILIZATION);
    return checked(
        () -> {
          ControllerSetup.Kpa kpa = ControllerSetup.Kpa.of(utilization, slots);
          KpaSettings defaults = kpa.rules();
          return kpa.with(
              new KpaSettings(
                  defaults.target(),
                  value("stableWindow", defaults.stableWindow(), TextConverters::duration),
                  ratio("panicWindow", defaults.panicWindowShare()),
                  value("panicThreshold", defaults.panicThreshold(), ControllerSettings::multiple),
                  number("maxScaleUpRate", defaults.maxScaleUpRate()),
                  number("maxScaleDownRate", defaults.maxScaleDownRate()),
                  value("scaleDownDelay", defaults.scaleDownDelay(), TextConverters::duration)),
              number("floor", 0));
        });
  }

  /** A multiple as {@code 2} or {@code 200%}. */
  private static double multiple(String text) {
    return text.endsWith("%")
        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
        : Double.parseDouble(text);
  }

  ControllerSetup oracle(BoundResult bound) {
    requireKeys(Set.of());
    return new ControllerSetup.Oracle(bound.plan().schedule());
  }

  ControllerSetup hpa() {
    if (values.containsKey("spec")) {
      requireKeys(Set.of("spec"));
      return new ControllerSetup.Hpa(manifest(Path.of(values.get("spec"))));
    }
    requireKeys(Set.of("target", "tolerance", "scaleDownWindow", "floor", "spec"));
    return checked(
        () ->
            new ControllerSetup.Hpa(
                new HpaSettings(
                    percent("target", DEFAULT_HPA_TARGET_PERCENT),
                    ratio("tolerance", HpaSettings.DEFAULT.tolerance()),
                    value(
                        "scaleDownWindow",
                        HpaSettings.DEFAULT.scaleDownWindow(),
                        TextConverters::duration),
                    HpaSettings.DEFAULT.behavior(),
                    HpaSettings.DEFAULT.min(),
                    HpaSettings.DEFAULT.max()),
                number("floor", 0)));
  }

  private static HpaSettings manifest(Path file) {
    try {
      return HpaManifest.read(file);
    } catch (IOException e) {
      throw new InputException("--set spec: " + FailureHandler.describe(e), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("--set spec: " + e.getMessage(), e);
    }
  }

  ControllerSetup policy(String label, OnnxPolicy policy) {
    requireKeys(Set.of("strictness", "margin", "hold", "floor", "cap"));
    PolicySettings defaults = policy.defaults();
    return checked(
        () -> {
          Limits limits =
              limits(new Limits(defaults.holdSeconds(), defaults.floor(), defaults.cap()));
          return new ControllerSetup.Policy(
              label,
              policy,
              new PolicySettings(
                  number("strictness", defaults.strictness()),
                  number("margin", defaults.margin()),
                  limits.holdSeconds(),
                  limits.floor(),
                  limits.cap()));
        });
  }

  private void requireKeys(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new InputException(
            "--set "
                + key
                + ": not a setting of controller "
                + controller
                + ", expected one of "
                + new TreeSet<>(known));
      }
    }
  }

  private int whole(String key, int fallback) {
    return value(key, fallback, Integer::valueOf);
  }

  private double number(String key, double fallback) {
    return value(key, fallback, Double::valueOf);
  }

  private double ratio(String key, double fallback) {
    return value(key, fallback, TextConverters::ratio);
  }

  /** A ratio that the HPA keeps as whole percent. */
  private int percent(String key, int fallback) {
    double percent = 100 * ratio(key, fallback / 100.0);
    int whole = (int) Math.round(percent);
    if (Math.abs(percent - whole) > 1e-9) {
      throw new InputException(
          "--set " + key + ": found " + values.get(key) + ", expected a whole percentage, as 0.65");
    }
    return whole;
  }

  private <T> T value(String key, T fallback, Function<String, T> parse) {
    String text = values.get(key);
    if (text == null) {
      return fallback;
    }
    try {
      return parse.apply(text);
    } catch (TypeConversionException e) {
      throw new InputException("--set " + key + ": " + e.getMessage(), e);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InputException("--set " + key + ": found \"" + text + "\", expected a number", e);
    }
  }

  private interface Construction {
    ControllerSetup get();
  }

  private static ControllerSetup checked(Construction construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw new InputException("--set " + e.getMessage(), e);
    }
  }
}
