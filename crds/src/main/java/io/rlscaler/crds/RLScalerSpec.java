package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to scale, towards which objective, and within which bounds.
 *
 * @param scaleTargetRef the object to scale, which never changes
 * @param mode who decides, and whether the decision is written
 * @param minReplicas the fewest replicas
 * @param maxReplicas the most replicas
 * @param objective what the requests of the workload may expect
 * @param metrics where its signals come from
 * @param policyRef the learned policy; absent only in mode {@code Baseline}
 * @param baseline the settings of the HPA algorithm beside the policy
 * @param safety how far the policy may be trusted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "minReplicas must not be greater than maxReplicas")
@ValidationRule(
    value = "self.mode == 'Baseline' || has(self.policyRef)",
    message = "policyRef is required unless mode is Baseline")
public record RLScalerSpec(
    @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "scaleTargetRef is immutable: create another RLScaler for another target")
        @JsonPropertyDescription("The object to scale: any kind with a scale subresource.")
        ScaleTargetRef scaleTargetRef,
    @Default("Shadow")
        @JsonPropertyDescription(
            "Shadow decides and never writes, Active writes, Baseline is the HPA algorithm alone.")
        Mode mode,
    @Default("1") @Min(1) @Max(MOST_REPLICAS) @JsonPropertyDescription("The fewest replicas.")
        Integer minReplicas,
    @Required @Min(1) @Max(MOST_REPLICAS) @JsonPropertyDescription("The most replicas.")
        int maxReplicas,
    @Required @JsonPropertyDescription("What the requests of the workload may expect.")
        Objective objective,
    @Required @JsonPropertyDescription("Where the signals of the workload come from.")
        Metrics metrics,
    @JsonPropertyDescription("The learned policy, required unless mode is Baseline.")
        @Nullable PolicyRef policyRef,
    @Default("{}") @JsonPropertyDescription("The settings of the HPA algorithm beside the policy.")
        Baseline baseline,
    @Default("{}") @JsonPropertyDescription("How far the policy may be trusted.") Safety safety) {

  /** The largest number of replicas that a scaler may be given. */
  public static final int MOST_REPLICAS = 10_000;

  /** Fills in the defaults of the schema. */
  public RLScalerSpec {
    mode = Objects.requireNonNullElse(mode, Mode.SHADOW);
    minReplicas = Objects.requireNonNullElse(minReplicas, 1);
    baseline = Objects.requireNonNullElse(baseline, Baseline.DEFAULTS);
    safety = Objects.requireNonNullElse(safety, Safety.DEFAULTS);
  }

  /** Who decides, and whether the decision is written. */
  public enum Mode {
    /** The policy decides; nothing is written. */
    @JsonProperty("Shadow")
    SHADOW,
    /** The policy decides and the target is scaled. */
    @JsonProperty("Active")
    ACTIVE,
    /** The HPA algorithm decides and the target is scaled. */
    @JsonProperty("Baseline")
    BASELINE
  }

  /**
   * The object to scale, in the namespace of the scaler.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @param name its name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ScaleTargetRef(
      @Required
          @Size(min = 1, max = 317)
          @ValidationRule(
              value = "self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9][a-z0-9]*$')",
              message = "apiVersion must be GROUP/VERSION or VERSION, for example apps/v1")
          String apiVersion,
      @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = "self.matches('^[A-Z][A-Za-z0-9]*$')",
              message = "kind must be a kind in CamelCase, for example Deployment")
          String kind,
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name) {}

  /**
   * What the requests of the workload may expect.
   *
   * @param latency the time within which a request is good, as {@link KubernetesDuration}
   * @param goodRatio the share of requests that has to be good, a decimal between 0 and 1
   * @param window the time over which that share counts
   * @param pricePerReplicaHour the price of a replica for an hour, a decimal of any currency
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Objective(
      @Required
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  Cel.IS_DURATION
                      + " && duration(self) > duration('0s') && duration(self) <= duration('1h')",
              message = "latency must be a duration above 0s and up to 1h, for example 250ms")
          @JsonPropertyDescription("The time within which a request is good, such as 250ms.")
          String latency,
      @Required
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value = "self.matches('^0[.][0-9]{1,9}$') && double(self) > 0.0",
              message = "goodRatio must be a decimal between 0 and 1, for example \"0.999\"")
          @JsonPropertyDescription("The share of requests that has to be good, such as \"0.999\".")
          String goodRatio,
      @Default(DEFAULT_WINDOW)
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  "self.matches('^[0-9]{1,2}d$') ? int(self.replace('d', '')) >= 1"
                      + " : self.matches('^[0-9]{1,4}h$') && int(self.replace('h', '')) >= 1"
                      + " && int(self.replace('h', '')) <= 2376",
              message = "window must be whole hours or days from 1h to 99d, for example 28d")
          @JsonPropertyDescription("The time over which the share counts, such as 28d.")
          String window,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DECIMAL,
              message = "pricePerReplicaHour must be a decimal of 0 or more, for example \"0.048\"")
          @JsonPropertyDescription("The price of a replica for an hour, in any currency.")
          @Nullable String pricePerReplicaHour) {
    private static final String DEFAULT_WINDOW = "28d";

    /** Fills in the defaults of the schema. */
    public Objective {
      window = Objects.requireNonNullElse(window, DEFAULT_WINDOW);
    }
  }

  /**
   * Where the signals of the workload come from.
   *
   * @param sourceRef the source
   * @param match the labels that the workload's series have; the operator adds the namespace
   * @param capacityPerReplica the requests per second that a replica can take, a decimal; absent:
   *     estimated
   * @param startupTime how long a replica takes to become ready, as {@link KubernetesDuration};
   *     absent: measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Metrics(
      @Required SourceRef sourceRef,
      @Required
          @Size(min = 1, max = 8)
          @ValidationRule(
              value =
                  "self.all(key, size(key) <= 128 && key.matches('^[a-zA-Z_][a-zA-Z0-9_]*$')"
                      + " && !key.startsWith('__'))",
              message =
                  "match must have names of Prometheus labels as keys: letters, digits and _, at"
                      + " most 128 of them, not starting with a digit or __")
          @JsonPropertyDescription(
              "The labels that the workload's series have; the namespace is always added.")
          Map<String, @Size(min = 1, max = 256) String> match,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DECIMAL + " && double(self) > 0.0",
              message = "capacityPerReplica must be a decimal above 0, for example \"35\"")
          @JsonPropertyDescription(
              "The requests per second that a replica can take; estimated when left out.")
          @Nullable String capacityPerReplica,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  Cel.IS_DURATION
                      + " && duration(self) > duration('0s') && duration(self) <= duration('1h')",
              message = "startupTime must be a duration above 0s and up to 1h, for example 60s")
          @JsonPropertyDescription(
              "How long a replica takes to become ready; measured when left out.")
          @Nullable String startupTime) {

    /** Copies the labels in the order of their names. */
    public Metrics {
      match = Collections.unmodifiableMap(new TreeMap<>(match));
    }
  }

  /**
   * A {@link MetricSource}.
   *
   * @param name its name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SourceRef(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name) {}

  /**
   * A {@link ScalingPolicy} and how this workload uses it.
   *
   * @param name its name
   * @param settings the settings to use instead of the defaults of its artifact
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PolicyRef(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name,
      @JsonPropertyDescription("Settings to use instead of the defaults of the artifact.")
          @Nullable PolicySettings settings) {}

  /**
   * The settings outside the network; each that is left out has the default of the artifact.
   *
   * @param strictness the weight of violations against cost, a decimal above 0
   * @param margin what is added to the headroom of every level, a decimal from -1 to 2 (log scale)
   * @param hold how long a lower count has to last before it is taken, as {@link
   *     KubernetesDuration}
   * @param floor the least capacity, as a share of the trailing week's peak load
   * @param cap the most capacity, as a share of the trailing week's peak load
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value =
          "!has(self.floor) || !has(self.cap)"
              + " || !self.floor.matches("
              + Cel.DECIMAL
              + ") || !self.cap.matches("
              + Cel.DECIMAL
              + ") || double(self.floor) <= double(self.cap)",
      message = "floor must not be greater than cap")
  public record PolicySettings(
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DECIMAL + " && double(self) > 0.0 && double(self) <= 1000000.0",
              message =
                  "strictness must be a decimal above 0 and up to 1000000, for example \"50\"")
          @JsonPropertyDescription("The weight of violations against cost.")
          @Nullable String strictness,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  "self.matches('^-?[0-9]{1,9}([.][0-9]{1,5})?$')"
                      + " && double(self) >= -1.0 && double(self) <= 2.0",
              message = "margin must be a decimal from -1 to 2, for example \"0.05\"")
          @JsonPropertyDescription("What is added to the headroom of every level (log scale).")
          @Nullable String margin,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DURATION + " && duration(self) <= duration('1h')",
              message = "hold must be a duration up to 1h, for example 5m")
          @JsonPropertyDescription("How long a lower count has to last before it is taken.")
          @Nullable String hold,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DECIMAL + " && double(self) <= 10.0",
              message = "floor must be a decimal from 0 to 10, for example \"0.3\"")
          @JsonPropertyDescription("The least capacity, as a share of the trailing week's peak.")
          @Nullable String floor,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_DECIMAL + " && double(self) > 0.0 && double(self) <= 10.0",
              message = "cap must be a decimal above 0 and up to 10, for example \"1.2\"")
          @JsonPropertyDescription("The most capacity, as a share of the trailing week's peak.")
          @Nullable String cap) {}

  /**
   * The settings of the HPA algorithm beside the policy.
   *
   * @param targetUtilization the utilization to keep, in percent
   * @param behavior how fast it may scale; absent: the defaults of {@code autoscaling/v2}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Baseline(
      @Default("" + DEFAULT_TARGET_UTILIZATION)
          @ValidationRule(
              value = "self >= 1 && self <= 100",
              message = "targetUtilization must be a percentage from 1 to 100")
          @JsonPropertyDescription("The utilization to keep, in percent.")
          Integer targetUtilization,
      @JsonPropertyDescription("How fast to scale, as in autoscaling/v2.")
          @Nullable ScalingBehavior behavior) {
    private static final int DEFAULT_TARGET_UTILIZATION = 80;

    /** What holds for a scaler that says nothing about the baseline. */
    public static final Baseline DEFAULTS = new Baseline(DEFAULT_TARGET_UTILIZATION, null);

    /** Fills in the defaults of the schema. */
    public Baseline {
      targetUtilization = Objects.requireNonNullElse(targetUtilization, DEFAULT_TARGET_UTILIZATION);
    }
  }

  /**
   * How far the policy may be trusted.
   *
   * @param maxRisk the largest risk an action that lowers the count may have, a decimal from 0 to 1
   * @param maxBelowBaseline how far below the baseline the count may go, as a share of it
   * @param fallback what decides when the policy cannot
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Safety(
      @Default(DEFAULT_MAX_RISK)
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_SHARE,
              message = "maxRisk must be a decimal from 0 to 1, for example \"0.02\"")
          @JsonPropertyDescription("The largest risk that an action may have, from 0 to 1.")
          String maxRisk,
      @Default(DEFAULT_MAX_BELOW_BASELINE)
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value = Cel.IS_SHARE,
              message = "maxBelowBaseline must be a decimal from 0 to 1, for example \"0.4\"")
          @JsonPropertyDescription("How far below the baseline to go, as a share of it.")
          String maxBelowBaseline,
      @Default("Baseline") @JsonPropertyDescription("What decides when the policy cannot.")
          Fallback fallback) {
    private static final String DEFAULT_MAX_RISK = "0.02";
    private static final String DEFAULT_MAX_BELOW_BASELINE = "0.4";

    /** What holds for a scaler that says nothing about safety. */
    public static final Safety DEFAULTS =
        new Safety(DEFAULT_MAX_RISK, DEFAULT_MAX_BELOW_BASELINE, Fallback.BASELINE);

    /** Fills in the defaults of the schema. */
    public Safety {
      maxRisk = Objects.requireNonNullElse(maxRisk, DEFAULT_MAX_RISK);
      maxBelowBaseline = Objects.requireNonNullElse(maxBelowBaseline, DEFAULT_MAX_BELOW_BASELINE);
      fallback = Objects.requireNonNullElse(fallback, Fallback.BASELINE);
    }
  }

  /** What decides when the policy cannot. */
  public enum Fallback {
    /** The HPA algorithm. */
    @JsonProperty("Baseline")
    BASELINE,
    /** Nothing: the count stays. */
    @JsonProperty("Freeze")
    FREEZE
  }
}
