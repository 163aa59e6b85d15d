package io.rlscaler.trainer.export;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the files of a policy into a directory, all or none.
 *
 * <p>Before anything is written, the engine must admit the policy and ONNX Runtime must compute
 * what the network computes.
 */
public final class PolicyArtifactWriter {
  /** File that tells people what the policy is. */
  public static final String CARD_FILE = "MODEL_CARD.md";

  private static final List<String> FILES =
      List.of(PolicyArtifact.CONTRACT_FILE, PolicyArtifact.MODEL_FILE, CARD_FILE);

  private PolicyArtifactWriter() {}

  /**
   * Writes a policy; one that is already there is replaced.
   *
   * @param contract what it expects of the engine; names the sizes of the network's hidden layers
   * @param network its weights
   * @param directory where its files go; created when missing
   * @return what was written, admitted
   * @throws PolicyRejectedException when the engine or the export check refuses it
   * @throws IOException when {@code directory} holds anything but a policy, or cannot be written
   */
  public static PolicyArtifact write(PolicyContract contract, ActorNetwork network, Path directory)
      throws IOException, PolicyRejectedException {
    if (!contract.network().hidden().equals(network.hiddenSizes())) {
      throw new IllegalArgumentException(
          "network.hidden: the contract has %s, the network %s"
              .formatted(contract.network().hidden(), network.hiddenSizes()));
    }
    Map<String, byte[]> files = new TreeMap<>();
    files.put(PolicyArtifact.CONTRACT_FILE, contract.toJson());
    files.put(PolicyArtifact.MODEL_FILE, graph(contract, network));
    PolicyArtifact artifact = PolicyArtifact.admit(files);
    ExportCheck.run(network, artifact.model());
    files.put(CARD_FILE, ModelCard.of(contract).getBytes(StandardCharsets.UTF_8));
    place(files, directory.toAbsolutePath().normalize());
    return artifact;
  }

  /** The graph that belongs into a policy of this contract. */
  public static byte[] graph(PolicyContract contract, ActorNetwork network) {
    return OnnxGraphWriter.write(network, metadata(contract));
  }

  private static Map<String, String> metadata(PolicyContract contract) {
    return Map.of(
        "rlscaler.features.schema", contract.features().schema(),
        "rlscaler.features.digest", contract.features().digest(),
        "rlscaler.actions.table", contract.actions().table(),
        "rlscaler.actions.levels", contract.actions().levels().toString(),
        "rlscaler.codeVersion", contract.training().codeVersion());
  }

  private static void place(Map<String, byte[]> files, Path directory) throws IOException {
    Optional<Path> parent = Optional.ofNullable(directory.getParent());
    if (parent.isEmpty()) {
      throw new IOException(directory + ": found a root, expected a policy directory");
    }
    requireReplaceable(directory);
    Files.createDirectories(parent.get());
    Path staging = Files.createTempDirectory(parent.get(), ".policy-");
    try {
      // a level deeper, because a temporary directory is for its owner only
      Path fresh = Files.createDirectory(staging.resolve("new"));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(fresh.resolve(file.getKey()), file.getValue());
      }
      swap(directory, fresh, staging.resolve("old"));
    } finally {
      delete(staging);
    }
  }

  private static void requireReplaceable(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(directory + ": found a file, expected a policy directory or none");
    }
    try (Stream<Path> content = Files.list(directory)) {
      List<String> others =
          content
              .map(path -> path.getFileName().toString())
              .filter(n -> !FILES.contains(n))
              .toList();
      if (!others.isEmpty()) {
        throw new IOException(
            directory + ": found " + others + ", expected a policy directory: at most " + FILES);
      }
    }
  }

  private static void swap(Path directory, Path fresh, Path old) throws IOException {
    boolean replaces = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    if (replaces) {
      Files.move(directory, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(old, directory, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static void delete(Path staging) throws IOException {
    for (Path directory : List.of(staging.resolve("new"), staging.resolve("old"))) {
      for (String file : FILES) {
        Files.deleteIfExists(directory.resolve(file));
      }
      Files.deleteIfExists(directory);
    }
    Files.delete(staging);
  }
}
