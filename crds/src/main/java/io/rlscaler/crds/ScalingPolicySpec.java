package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Which policy to load.
 *
 * @param artifact where its files are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScalingPolicySpec(
    @Required @JsonPropertyDescription("Where the files of the policy are.") Artifact artifact) {

  /**
   * The files of a policy: exactly one of {@code builtin} and {@code configMap} is given.
   *
   * @param builtin the name of a policy that comes with the operator
   * @param configMap a ConfigMap of the operator's namespace that holds the files as binary data
   * @param digest the SHA-256 of the artifact's manifest, {@code sha256:} and 64 hexadecimal
   *     digits; given with {@code configMap} only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "has(self.builtin) != has(self.configMap)",
      message = "artifact needs exactly one of builtin and configMap")
  @ValidationRule(
      value = "!has(self.configMap) || has(self.digest)",
      message = "digest is required with configMap")
  @ValidationRule(
      value = "!has(self.builtin) || !has(self.digest)",
      message = "digest goes with configMap only; a builtin artifact is identified by its name")
  public record Artifact(
      @Size(min = 1, max = 63)
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @JsonPropertyDescription("The name of a policy that comes with the operator.")
          @Nullable String builtin,
      @JsonPropertyDescription(
              "A ConfigMap of the operator's namespace that holds the files as binaryData.")
          @Nullable ConfigMapName configMap,
      @Size(max = 71)
          @ValidationRule(
              value = "self.matches('^sha256:[0-9a-f]{64}$')",
              message = "digest must be sha256: and 64 hexadecimal digits in lower case")
          @JsonPropertyDescription(
              "The SHA-256 of the artifact's manifest, required with configMap.")
          @Nullable String digest) {}

  /**
   * A ConfigMap of the operator's namespace.
   *
   * @param name its name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ConfigMapName(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name) {}
}
