package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a policy.
 *
 * @param observedGeneration the generation of the specification this speaks of
 * @param conditions {@code Ready}
 * @param activeDigest the digest of the artifact in use, absent while none is
 * @param verified how far its origin is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScalingPolicyStatus(
    @Nullable Long observedGeneration,
    @Size(max = 16) List<Condition> conditions,
    @JsonPropertyDescription("The digest of the artifact in use.") @Nullable String activeDigest,
    @JsonPropertyDescription("How far the origin of the artifact is known.")
        @Nullable Verification verified) {

  /** How far the origin of an artifact is known. */
  public enum Verification {
    /** It came with the operator. */
    @JsonProperty("builtin")
    BUILTIN,
    /** Its digest is as given, but nobody signed it: it may run in Shadow only. */
    @JsonProperty("unsigned")
    UNSIGNED
  }

  /** Copies the conditions; none given means none. */
  public ScalingPolicyStatus {
    conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
  }
}
