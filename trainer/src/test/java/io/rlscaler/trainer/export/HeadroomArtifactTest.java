package io.rlscaler.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.artifact.PolicyExporter;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.OnnxPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadroomArtifactTest {
  private static final Path COMMITTED = Path.of("..", "policies", "headroom-v1");

  private final Path directory;

  HeadroomArtifactTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static PolicyExporter exporter() {
    return ServiceLoader.load(PolicyExporter.class).findFirst().orElseThrow();
  }

  private static Iterable<Double> levels() {
    return ActionTable.LEVELS;
  }

  @Test
  void theCommittedPolicyIsWhatTheExporterWrites() throws Exception {
    exporter().exportHeadroom(HeadroomPolicy.DEFAULT_LEVEL, directory.resolve("p"));
    for (String file : new String[] {"policy.json", "policy.onnx", "MODEL_CARD.md"}) {
      assertThat(COMMITTED.resolve(file))
          .as("write it again: rlscaler policy headroom --level 2.0 --out policies/headroom-v1")
          .hasSameBinaryContentAs(directory.resolve("p").resolve(file));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17})
  void theBuiltinPolicyPrefersItsLevelWhateverTheFeatures(int size) throws Exception {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    SplittableRandom random = new SplittableRandom(size);
    try (OnnxPolicy policy =
            OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
        OnnxPolicy.Batch batch = policy.batch(17)) {
      for (int i = 0; i < size; i++) {
        batch.put(i, randomFeatures(random));
      }
      batch.run(size);
      for (int i = 0; i < size; i++) {
        assertThat(preferred(batch, i)).isEqualTo(ActionTable.actionOf(2.0));
        assertThat(batch.isFinite(i)).isTrue();
        assertThat(batch.value(i)).isZero();
        for (int action = 0; action < ActionTable.COUNT; action++) {
          assertThat(batch.risk(i, action)).isBetween(0.0, 1e-8);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("levels")
  void everyLevelOfTheTableCanBeExported(double level) throws Exception {
    exporter().exportHeadroom(level, directory.resolve("p"));
    PolicyArtifact artifact = PolicyArtifact.read(directory.resolve("p"));
    try (OnnxPolicy policy =
            OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
        OnnxPolicy.Batch batch = policy.batch(1)) {
      batch.run(1);
      assertThat(preferred(batch, 0)).isEqualTo(ActionTable.actionOf(level));
      assertThat(batch.logit(0, ActionTable.FOLLOW_BASELINE))
          .isLessThan(batch.logit(0, 1))
          .isLessThan(batch.logit(0, ActionTable.COUNT - 1));
    }
  }

  @Test
  void featuresAtTheEndOfTheirRangeAreTrusted() throws Exception {
    PolicyArtifact artifact = PolicyArtifact.builtin("headroom-v1");
    float[] most = new float[Feature.COUNT];
    Arrays.fill(most, Feature.CLIP);
    try (OnnxPolicy policy =
        OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest())) {
      assertThat(policy.distrust(most)).isEmpty();
    }
  }

  @Test
  void namesTellLevelsApart() {
    assertThat(ActionTable.LEVELS.stream().map(level -> new HeadroomPolicy(level).name()))
        .doesNotHaveDuplicates()
        .contains("headroom-v1", "headroom-level-minus-1.5", "headroom-level-0.0");
  }

  @Test
  void aLevelOutsideTheTableIsRefusedAndNothingIsWritten() {
    Path target = directory.resolve("p");
    assertThatThrownBy(() -> exporter().exportHeadroom(1.7, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level: found 1.7, expected one of [-1.5, -1.0,");
    assertThat(Files.exists(target)).isFalse();
  }

  private static float[] randomFeatures(SplittableRandom random) {
    float[] features = new float[Feature.COUNT];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble(-10, 10);
    }
    return features;
  }

  private static int preferred(OnnxPolicy.Batch batch, int index) {
    int best = 0;
    for (int action = 1; action < ActionTable.COUNT; action++) {
      best = batch.logit(index, action) > batch.logit(index, best) ? action : best;
    }
    return best;
  }
}
