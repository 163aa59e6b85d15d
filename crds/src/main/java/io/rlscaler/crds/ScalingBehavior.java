package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast the baseline may scale, field by field the {@code HorizontalPodAutoscalerBehavior} of
 * {@code autoscaling/v2}. The limits are those of the API server's validation of that type; what is
 * left out has the defaults of that type.
 *
 * @param scaleUp the rules for more replicas
 * @param scaleDown the rules for fewer replicas
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScalingBehavior(
    @JsonPropertyDescription("The rules for more replicas.") @Nullable ScalingRules scaleUp,
    @JsonPropertyDescription("The rules for fewer replicas.") @Nullable ScalingRules scaleDown) {

  /**
   * The rules of one direction.
   *
   * @param stabilizationWindowSeconds for how long past recommendations count
   * @param selectPolicy which of several policies decides
   * @param policies how much may change in which time
   * @param tolerance the ratio of utilization to target, less one, within which nothing changes: a
   *     quantity such as {@code 0.05} or {@code 50m}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ScalingRules(
      @ValidationRule(
              value = "self >= 0 && self <= 3600",
              message = "stabilizationWindowSeconds must be from 0 to 3600")
          @JsonPropertyDescription("For how long past recommendations count.")
          @Nullable Integer stabilizationWindowSeconds,
      @JsonPropertyDescription("Which of several policies decides.")
          @Nullable SelectPolicy selectPolicy,
      @Size(min = 1, max = 16) @JsonPropertyDescription("How much may change in which time.")
          @Nullable List<Policy> policies,
      @Size(max = Cel.SHORT)
          @ValidationRule(
              value = "isQuantity(self) && quantity(self).compareTo(quantity('0')) >= 0",
              message = "tolerance must be a quantity of zero or more, for example \"0.05\"")
          @JsonPropertyDescription(
              "The deviation from the target within which nothing changes, such as \"0.05\".")
          @Nullable String tolerance) {

    /** Copies the policies. */
    public ScalingRules {
      policies = policies == null ? null : List.copyOf(policies);
    }
  }

  /** Which of several policies decides. */
  public enum SelectPolicy {
    /** The one that allows the largest change. */
    @JsonProperty("Max")
    MAX,
    /** The one that allows the smallest change. */
    @JsonProperty("Min")
    MIN,
    /** None: nothing changes in this direction. */
    @JsonProperty("Disabled")
    DISABLED
  }

  /**
   * A limit of the change within a period.
   *
   * @param type what {@code value} counts
   * @param value how much may change, at least 1
   * @param periodSeconds the period, 1 to 1800 s
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Policy(
      @Required PolicyType type,
      @Required
          @ValidationRule(
              value = "self >= 1 && self <= 2147483647",
              message = "value must be from 1 to 2147483647")
          int value,
      @Required
          @ValidationRule(
              value = "self >= 1 && self <= 1800",
              message = "periodSeconds must be from 1 to 1800")
          int periodSeconds) {}

  /** What the value of a policy counts. */
  public enum PolicyType {
    /** Replicas. */
    @JsonProperty("Pods")
    PODS,
    /** Percent of the replicas at the start of the period. */
    @JsonProperty("Percent")
    PERCENT
  }
}
