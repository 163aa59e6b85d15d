package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneBinariesTest {

  @Test
  void anIncompleteDirectoryIsRefusedWithWhatItLacks(@TempDir Path empty) {
    assertThatThrownBy(() -> new ControlPlaneBinaries(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("kube-apiserver");
  }

  @Test
  void withoutBinariesTestsAreSkippedWithTheWayToGetThem() {
    ConditionEvaluationResult result = ControlPlaneExtension.condition(Optional.empty());

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason().orElseThrow())
        .contains("integration/control-plane/build", "RLSCALER_CONTROL_PLANE");
  }
}
