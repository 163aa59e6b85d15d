package io.rlscaler.engine.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rlscaler.engine.forecast.ForecastPrior;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code policy.json}: what a policy expects of the engine, and what it is.
 *
 * <p>Unknown and missing fields are refused. {@link #parse} also checks the contract against this
 * engine; a mismatch names both sides.
 */
public record PolicyContract(
    @JsonProperty(required = true) String schema,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) PeriodSeconds decisionPeriodSeconds,
    @JsonProperty(required = true) Features features,
    @JsonProperty(required = true) Actions actions,
    @JsonProperty(required = true) Risk risk,
    @JsonProperty(required = true) Defaults defaults,
    @JsonProperty(required = true) List<ForecastPrior> forecastPrior,
    @JsonProperty(required = true) List<CalibrationPrior> calibrationPrior,
    @JsonProperty(required = true) Network network,
    @JsonProperty(required = true) Training training,
    @JsonProperty(required = true) Evaluation evaluation) {

  /** Value of {@code schema}. */
  public static final String SCHEMA = "rlscaler.contract/v1";

  /** How {@code risk.horizon} is written. */
  public static final String RISK_HORIZON = "2*startUp+5min";

  private static final Set<String> NULLABLE =
      Set.of("defaults.cap", "evaluation.pooledGap", "evaluation.interval");

  /** Decision periods [s]: the one of training and the range in which the policy may be used. */
  public record PeriodSeconds(
      @JsonProperty(required = true) double trained,
      @JsonProperty(required = true) double min,
      @JsonProperty(required = true) double max) {

    /** Why the policy must not be used at a decision period, in words; empty when it may. */
    public Optional<String> refusal(Duration period) {
      double seconds = period.toMillis() / 1000.0;
      return seconds >= min && seconds <= max
          ? Optional.empty()
          : Optional.of(
              "the decision period is %s s, the policy allows %s to %s s"
                  .formatted(seconds, min, max));
    }
  }

  /** Feature table and the distribution of each feature in training. */
  public record Features(
      @JsonProperty(required = true) String schema,
      @JsonProperty(required = true) String digest,
      @JsonProperty(required = true) List<Reference> reference) {}

  /** Distribution of one feature in training: moments and the 0.1 % and 99.9 % quantiles. */
  public record Reference(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) double mean,
      @JsonProperty(required = true) double deviation,
      @JsonProperty(required = true) double p001,
      @JsonProperty(required = true) double p999) {}

  /** Action table and its levels. */
  public record Actions(
      @JsonProperty(required = true) String table,
      @JsonProperty(required = true) List<Double> levels) {}

  /** The most risk that an action below the current count may have, and its calibration. */
  public record Risk(
      @JsonProperty(required = true) double limit,
      @JsonProperty(required = true) String horizon,
      @JsonProperty(required = true) Calibration calibration) {}

  /** Piecewise linear map from the net's risk to a probability. */
  public record Calibration(
      @JsonProperty(required = true) String method,
      @JsonProperty(required = true) List<Double> x,
      @JsonProperty(required = true) List<Double> y) {}

  /** Settings that hold until a workload is calibrated. */
  public record Defaults(
      @JsonProperty(required = true) double strictness,
      @JsonProperty(required = true) double margin,
      @JsonProperty(required = true) int holdSeconds,
      @JsonProperty(required = true) double floor,
      @JsonProperty(required = true) @Nullable Double cap) {

    /** The same as settings of the engine. */
    public PolicySettings settings() {
      OptionalDouble settingsCap = cap == null ? OptionalDouble.empty() : OptionalDouble.of(cap);
      return new PolicySettings(strictness, margin, holdSeconds, floor, settingsCap);
    }
  }

  /** Mean violation share of one setting over the training traces. */
  public record CalibrationPrior(
      @JsonProperty(required = true) double startUpSeconds,
      @JsonProperty(required = true) CalibrationSettings settings,
      @JsonProperty(required = true) double violationShare) {}

  /** The settings that a calibration prior speaks of. */
  public record CalibrationSettings(
      @JsonProperty(required = true) double strictness,
      @JsonProperty(required = true) double margin,
      @JsonProperty(required = true) int holdSeconds) {

    /** The same as settings of the engine, without floor and cap. */
    public PolicySettings settings() {
      return new PolicySettings(strictness, margin, holdSeconds, 0, OptionalDouble.empty());
    }
  }

  /** Shape of the net; {@code state} is the size of a recurrent state, 0 for none. */
  public record Network(
      @JsonProperty(required = true) List<Integer> hidden,
      @JsonProperty(required = true) String activation,
      @JsonProperty(required = true) int state) {}

  /** How the policy was made. */
  public record Training(
      @JsonProperty(required = true) String codeVersion,
      @JsonProperty(required = true) long seed,
      @JsonProperty(required = true) Map<String, Object> config,
      @JsonProperty(required = true) List<TraceDigest> traces,
      @JsonProperty(required = true) String date) {}

  /** A training trace by name and digest. */
  public record TraceDigest(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String digest) {}

  /** What is known of the policy's worth; null where nothing was evaluated. */
  public record Evaluation(
      @JsonProperty(required = true) String protocol,
      @JsonProperty(required = true) @Nullable Double pooledGap,
      @JsonProperty(required = true) @Nullable List<Double> interval,
      @JsonProperty(required = true) String note) {}

  /**
   * Reads and checks a contract.
   *
   * @throws PolicyRejectedException naming the field, what was found and what was expected
   */
  public static PolicyContract parse(byte[] json) throws PolicyRejectedException {
    PolicyContract contract;
    try {
      contract = StrictJson.read(json, PolicyContract.class, NULLABLE);
    } catch (IllegalArgumentException e) {
      throw new PolicyRejectedException(
          PolicyRejectedException.Cause.CONTRACT_MALFORMED, "policy.json: " + e.getMessage());
    }
    new ContractCheck(contract).run();
    return contract;
  }

  /** The document as UTF-8 JSON with a final line break. */
  public byte[] toJson() {
    return StrictJson.write(this);
  }
}
