package io.rlscaler.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.baseline.ScalingBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpaManifestTest {
  private static final String MANIFEST =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: web}
      spec:
        minReplicas: 3
        maxReplicas: 30
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 55}}
        behavior:
          scaleUp:
            tolerance: 50m
            policies:
            - {type: Percent, value: 300, periodSeconds: 15}
          scaleDown:
            stabilizationWindowSeconds: 120
            selectPolicy: Min
      """;

  private final Path directory;

  HpaManifestTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("hpa.yaml"), text);
  }

  @Test
  void readsTargetRangeAndBehavior() throws IOException {
    ScalingBehavior.Policy fast =
        new ScalingBehavior.Policy(ScalingBehavior.Policy.Type.PERCENT, 300, 15);
    assertThat(HpaManifest.read(write(MANIFEST)))
        .isEqualTo(
            new HpaSettings(
                55,
                .1,
                Duration.ofMinutes(5),
                new ScalingBehavior(
                    new ScalingBehavior.Rules(
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of(fast),
                        OptionalDouble.of(.05)),
                    new ScalingBehavior.Rules(
                        OptionalInt.of(120),
                        Optional.of(ScalingBehavior.Select.MIN),
                        List.of(),
                        OptionalDouble.empty())),
                OptionalInt.of(3),
                OptionalInt.of(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          autoscaling/v2           | autoscaling/v1    | apiVersion: found "autoscaling/v1"
          maxReplicas: 30          | maxReplicas: many | spec.maxReplicas: found "many"
          maxReplicas: 30          | other: 1          | spec.maxReplicas: found nothing
          name: cpu                | name: memory      | one metric of type Resource, name cpu
          selectPolicy: Min        | selectPolicy: Low | spec.behavior.scaleDown.selectPolicy: found Low
          type: Percent            | type: Part        | spec.behavior.scaleUp.policies[0].type: found Part
          averageUtilization: 55   | averageUtilization: 155 | target: found 155 %
          tolerance: 50m           | tolerance: little | tolerance: found little
          """)
  void namesFileAndFieldOfWhatItRefuses(String good, String bad, String message)
      throws IOException {
    Path file = write(MANIFEST.replace(good, bad));
    assertThatThrownBy(() -> HpaManifest.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void namesTheLineOfBrokenYaml() throws IOException {
    Path file = write("apiVersion: autoscaling/v2\nkind: [unclosed\n");
    assertThatThrownBy(() -> HpaManifest.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ", line 2: not YAML: while parsing a flow sequence");
  }

  @Test
  void documentSaysWhatTheManifestSays() throws IOException {
    HpaSettings settings = HpaManifest.read(write(MANIFEST));
    assertThat(settings.document().keySet())
        .containsExactly(
            "target", "tolerance", "scaleDownWindow", "behavior", "minReplicas", "maxReplicas");
    assertThat(settings.document()).containsEntry("scaleDownWindow", "120s");
  }
}
