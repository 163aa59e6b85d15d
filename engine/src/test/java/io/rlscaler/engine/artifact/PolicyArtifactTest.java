package io.rlscaler.engine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyArtifactTest {
  private static Map<String, byte[]> files() throws Exception {
    PolicyArtifact builtin = PolicyArtifact.builtin("headroom-v1");
    Map<String, byte[]> files = new HashMap<>();
    files.put("policy.json", builtin.contract().toJson());
    files.put("policy.onnx", builtin.model());
    return files;
  }

  private static void assertRefused(ThrowingCallable call, Cause reason, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageContainingAll(parts);
  }

  @Test
  void theDigestIsTheHashOfAManifestSortedByName() {
    // sha256sum of "a" and "b", in the manifest format of sha256sum, hashed again
    assertThat(PolicyArtifact.digest(Map.of("y", "b".getBytes(UTF_8), "x", "a".getBytes(UTF_8))))
        .isEqualTo("sha256:7ab74c951934791b51756c0e45fde1a7c8d8d2a8f71dfc222df04ff9fafb3cfe");
  }

  @Test
  void theNamedDigestIsAdmitted() throws Exception {
    String digest = PolicyArtifact.digest(files());
    assertThat(PolicyArtifact.admit(files(), digest).digest()).isEqualTo(digest);
  }

  @Test
  void otherFilesThanTheDigestNamesAreRefusedBeforeTheyAreRead() throws Exception {
    String expected = PolicyArtifact.digest(files());
    Map<String, byte[]> changed = files();
    changed.put("policy.json", new byte[0]);
    assertRefused(
        () -> PolicyArtifact.admit(changed, expected),
        Cause.DIGEST_MISMATCH,
        "the files have " + PolicyArtifact.digest(changed),
        "expected " + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.json", "policy.onnx"})
  void aMissingFileIsNamed(String name) throws Exception {
    Map<String, byte[]> files = files();
    files.remove(name);
    assertRefused(
        () -> PolicyArtifact.admit(files), Cause.FILE_MISSING, name + ": missing, found [policy.");
  }

  @Test
  void aFileAboveTheLimitIsRefused() throws Exception {
    Map<String, byte[]> files = files();
    files.put("policy.onnx", new byte[PolicyArtifact.MAX_FILE_BYTES + 1]);
    assertRefused(
        () -> PolicyArtifact.admit(files),
        Cause.MODEL_MALFORMED,
        "policy.onnx: found 4194305 bytes, expected at most 4194304");
  }

  @Test
  void laterChangesOfTheFilesDoNotReachTheArtifact() throws Exception {
    byte[] model = LinearActor.model().build().toByteArray();
    byte[] before = model.clone();
    Map<String, byte[]> files = files();
    files.put("policy.onnx", model);
    PolicyArtifact artifact = PolicyArtifact.admit(files);
    model[10] ^= 1;
    artifact.model()[10] ^= 1;
    assertThat(artifact.model()).isEqualTo(before);
  }

  @Test
  void aDirectoryWithoutAPolicyIsNamed(@TempDir Path directory) throws Exception {
    assertRefused(
        () -> PolicyArtifact.read(directory),
        Cause.FILE_MISSING,
        directory.resolve("policy.json").toString(),
        "expected a policy directory");
    Files.write(directory.resolve("policy.json"), new byte[PolicyArtifact.MAX_FILE_BYTES + 1]);
    assertRefused(
        () -> PolicyArtifact.read(directory), Cause.MODEL_MALFORMED, "found 4194305 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "", "../policies/headroom-v1", "/headroom-v1", "HEADROOM-V1"})
  void anUnknownBuiltinIsNamed(String name) {
    assertRefused(
        () -> PolicyArtifact.builtin(name),
        Cause.FILE_MISSING,
        "found \"" + name + "\", which this build lacks");
  }
}
