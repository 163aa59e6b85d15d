package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a scaler sees and does.
 *
 * @param observedGeneration the generation of the specification this speaks of
 * @param conditions Ready, Reconciling, Stalled, MetricsAvailable, TargetScalable, PolicyReady,
 *     Conflict, KillSwitch
 * @param currentReplicas replicas that the target asks for
 * @param desiredReplicas replicas that the scaler would have it ask for
 * @param baselineReplicas replicas that the HPA algorithm would ask for
 * @param lastDecision the last decision that changed anything
 * @param killSwitchUntil until when a removed kill switch still holds, in whole seconds
 * @param shadow what goes on beside a scaler in Shadow mode
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RLScalerStatus(
    @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @JsonPropertyDescription("Replicas that the target asks for.")
        @Nullable Integer currentReplicas,
    @JsonPropertyDescription("Replicas that the scaler would have the target ask for.")
        @Nullable Integer desiredReplicas,
    @JsonPropertyDescription("Replicas that the HPA algorithm would ask for.")
        @Nullable Integer baselineReplicas,
    @JsonPropertyDescription("The last decision that changed anything.")
        @Nullable LastDecision lastDecision,
    @JsonPropertyDescription("Until when a kill switch that was removed still holds.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant killSwitchUntil,
    @JsonPropertyDescription("What goes on beside a scaler in Shadow mode.")
        @Nullable Shadow shadow) {

  /** Copies the conditions (none given means none) and cuts the time to whole seconds. */
  public RLScalerStatus {
    conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
    killSwitchUntil =
        killSwitchUntil == null ? null : killSwitchUntil.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * A decision that changed the number of replicas, or would have in Shadow mode.
   *
   * @param time when it was taken, in whole seconds
   * @param from replicas before
   * @param to replicas after
   * @param reason the rule or action that had the last word
   * @param risk the risk that the policy gave for it, a decimal from 0 to 1; absent without one
   * @param policyDigest the digest of the policy that was asked, absent when none was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LastDecision(
      @Required @JsonFormat(shape = JsonFormat.Shape.STRING) Instant time,
      @Required int from,
      @Required int to,
      @Required @JsonPropertyDescription("The rule or action that had the last word.")
          String reason,
      @JsonPropertyDescription("The risk that the policy gave for it, a decimal from 0 to 1.")
          @Nullable String risk,
      @JsonPropertyDescription("The digest of the policy that was asked.")
          @Nullable String policyDigest) {

    /** Cuts the time to whole seconds, so that a decision read back equals the one written. */
    public LastDecision {
      time = time.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * What goes on beside a scaler in Shadow mode.
   *
   * @param incumbent the other autoscaler that scales the target meanwhile, as {@code Kind/name}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Shadow(
      @JsonPropertyDescription("The autoscaler that scales the target meanwhile, as Kind/name.")
          @Nullable String incumbent) {}
}
