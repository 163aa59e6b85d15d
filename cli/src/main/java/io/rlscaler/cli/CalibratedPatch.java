package io.rlscaler.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rlscaler.crds.RLScalerSpec;
import io.rlscaler.engine.policy.PolicySettings;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Policy settings as a merge patch for an RLScaler resource. */
final class CalibratedPatch {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          // the resource keeps decimals as text
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private CalibratedPatch() {}

  /** The patch, which sets all five settings. */
  static String of(PolicySettings settings) {
    ObjectNode patch = YAML.createObjectNode();
    ObjectNode pinned =
        YAML.valueToTree(
            new RLScalerSpec.PolicySettings(
                decimal(settings.strictness()),
                decimal(settings.margin()),
                settings.holdSeconds() + "s",
                decimal(settings.floor()),
                cap(settings)));
    if (settings.cap().isEmpty()) {
      // a merge patch removes by null what an earlier calibration may have set
      pinned.putNull("cap");
    }
    patch.putObject("spec").putObject("policyRef").set("settings", pinned);
    try {
      return YAML.writeValueAsString(patch);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String cap(PolicySettings settings) {
    return settings.cap().isPresent() ? decimal(settings.cap().getAsDouble()) : null;
  }

  static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
