package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a source can be read. It changes when that changes, not with every reading.
 *
 * @param observedGeneration the generation of the specification this speaks of
 * @param conditions {@code Ready}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MetricSourceStatus(
    @Nullable Long observedGeneration, @Size(max = 16) List<Condition> conditions) {

  /** Copies the conditions; none given means none. */
  public MetricSourceStatus {
    conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
  }
}
