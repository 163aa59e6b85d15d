package io.rlscaler.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.PolicyContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyArtifactWriterTest {
  private final Path directory;

  PolicyArtifactWriterTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static PolicyContract contract(double level) {
    return new HeadroomPolicy(level).contract("test", LocalDate.of(2026, 2, 3));
  }

  private static PolicyArtifact write(double level, Path target) throws Exception {
    return PolicyArtifactWriter.write(contract(level), new HeadroomPolicy(level).network(), target);
  }

  private static List<String> names(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    Path parent = directory.resolve("new");
    Path target = parent.resolve("policy");
    PolicyArtifact written = write(1.0, target);
    PolicyArtifact read = PolicyArtifact.read(target);
    assertThat(read.contract()).isEqualTo(contract(1.0)).isEqualTo(written.contract());
    assertThat(read.digest()).isEqualTo(written.digest());
    assertThat(names(target)).containsExactly("MODEL_CARD.md", "policy.json", "policy.onnx");
    assertThat(names(parent)).containsExactly("policy");
  }

  @Test
  void anEarlierPolicyIsReplacedAsAWhole() throws Exception {
    Path target = directory.resolve("policy");
    write(1.0, target);
    PolicyArtifact second = write(3.0, target);
    assertThat(PolicyArtifact.read(target).digest()).isEqualTo(second.digest());
    assertThat(names(directory)).containsExactly("policy");
  }

  @Test
  void anEmptyDirectoryIsFilled() throws Exception {
    Path target = Files.createDirectory(directory.resolve("policy"));
    assertThat(write(1.0, target).digest()).isEqualTo(PolicyArtifact.read(target).digest());
  }

  @Test
  void aDirectoryWithOtherFilesIsLeftAlone() throws Exception {
    Path target = Files.createDirectory(directory.resolve("work"));
    write(1.0, target);
    Files.writeString(target.resolve("notes.txt"), "mine");
    PolicyArtifact before = PolicyArtifact.read(target);
    assertThatThrownBy(() -> write(2.0, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining("found [notes.txt], expected a policy directory");
    assertThat(PolicyArtifact.read(target).digest()).isEqualTo(before.digest());
    assertThat(target.resolve("notes.txt")).hasContent("mine");
    assertThat(names(directory)).containsExactly("work");
  }

  @Test
  void aFileInTheWayIsLeftAlone() throws Exception {
    Path target = Files.writeString(directory.resolve("policy"), "mine");
    assertThatThrownBy(() -> write(2.0, target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found a file, expected a policy directory");
    assertThat(target).hasContent("mine");
  }

  @Test
  void aContractForAnotherNetworkIsRefused() {
    ActorNetwork network = RandomNetworks.actor(1, 8);
    assertThatThrownBy(() -> PolicyArtifactWriter.write(contract(1.0), network, directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("network.hidden: the contract has [], the network [8]");
  }

  @Test
  void theCardNamesWhatThePolicyIs() {
    assertThat(ModelCard.of(contract(2.0)))
        .startsWith("# headroom-v1 1.0.0\n")
        .contains("| settings of training | {level=2.0} |")
        .contains("| made by | test, seed 0, 2026-02-03 |")
        .contains("fixed headroom, not learned; not evaluated");
  }
}
