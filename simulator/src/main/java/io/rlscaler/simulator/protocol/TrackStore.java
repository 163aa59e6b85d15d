package io.rlscaler.simulator.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finished tracks as files in a directory, each under the digest of all that it depends on. A file
 * that is damaged or belongs to something else counts as absent.
 */
final class TrackStore {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NAME_DIGITS = 24;

  private final Path directory;
  private final boolean reuse;

  /**
   * A store.
   *
   * @param directory made when the first track is stored
   * @param reuse whether tracks that were stored before are read
   */
  TrackStore(Path directory, boolean reuse) {
    this.directory = directory;
    this.reuse = reuse;
  }

  /** The digest of what a track depends on. */
  static String key(EvaluationPlan plan, EvaluationPlan.Track track, double auditRequestsPerRow) {
    // the digest is of the file, of which only a part may be used
    Trace part = track.input().trace().trace();
    String text =
        String.join(
            "\n",
            plan.codeVersion(),
            plan.policyLabel(),
            plan.policy().digest(),
            plan.scenario().toString(),
            plan.objectives().toString(),
            String.valueOf(plan.seeds()),
            String.valueOf(auditRequestsPerRow),
            track.input().digest(),
            part.start() + " " + part.size(),
            track.label());
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A track that was stored before. */
  Optional<TrackResult> read(String key) throws IOException {
    if (!reuse) {
      return Optional.empty();
    }
    try {
      JsonNode node = MAPPER.readTree(Files.readString(file(key)));
      return node.path("key").asText().equals(key)
          ? Optional.of(CellCodec.decode(node))
          : Optional.empty();
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      // readable, but no longer what the records accept
      return Optional.empty();
    }
  }

  /** Stores a track; returns it as it will be read, so that both ways give the same numbers. */
  TrackResult write(String key, TrackResult track) throws IOException {
    ObjectNode node = CellCodec.encode(track).put("key", key);
    String text = MAPPER.writeValueAsString(node);
    Files.createDirectories(directory);
    WholeFile.write(file(key), text);
    return CellCodec.decode(MAPPER.readTree(text));
  }

  /** Where the runs of searches of unfinished tracks are. */
  Path replays() {
    return directory.resolve("replays");
  }

  private Path file(String key) {
    return directory.resolve(key.substring(0, NAME_DIGITS) + ".json");
  }
}
