package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of a resource's state, with the JSON form of {@code meta/v1 Condition}.
 *
 * @param type the aspect, such as {@code Ready}
 * @param status whether it holds
 * @param observedGeneration the generation of the specification that was judged, absent if none was
 * @param lastTransitionTime when {@code status} last changed, in whole seconds as Kubernetes keeps
 *     it
 * @param reason one word in CamelCase for the cause
 * @param message the cause in a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @Required @Size(min = 1, max = 316) String type,
    @Required Status status,
    @Nullable Long observedGeneration,
    @Required @JsonFormat(shape = JsonFormat.Shape.STRING) Instant lastTransitionTime,
    @Required @Size(min = 1, max = 1024) String reason,
    @Required @Size(max = 32768) @JsonPropertyDescription("The cause, for a person to read.")
        String message) {

  /** Whether a condition holds. */
  public enum Status {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** Cuts the time to whole seconds, so that a condition read back equals the one written. */
  public Condition {
    lastTransitionTime = lastTransitionTime.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * This condition as the successor of those in force before: where one of the same type had the
   * same status, its transition time is kept.
   */
  public Condition after(List<Condition> before) {
    for (Condition earlier : before) {
      if (earlier.type.equals(type) && earlier.status == status) {
        return new Condition(
            type, status, observedGeneration, earlier.lastTransitionTime, reason, message);
      }
    }
    return this;
  }
}
