package io.rlscaler.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.simulator.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a training came to, as a JSON document for programs.
 *
 * @param steps decisions taken
 * @param seconds that they took, learning included
 * @param gapClosed best share of the gap to the bound on the validation traces, where measured
 * @param seed from which all random numbers came
 * @param configDigest of the configuration
 * @param codeVersion of this program
 * @param ending why it ended
 */
public record TrainingDocument(
    long steps,
    double seconds,
    OptionalDouble gapClosed,
    long seed,
    String configDigest,
    String codeVersion,
    PolicyTrainer.Ending ending) {
  private static final String SCHEMA = "rlscaler.training/v1";

  /** Refuses impossible counts. */
  public TrainingDocument {
    if (steps < 0 || !(seconds > 0 && Double.isFinite(seconds))) {
      throw new IllegalArgumentException(
          "found %d steps in %s s, expected 0 or more in a positive time"
              .formatted(steps, seconds));
    }
  }

  /** Writes the document, whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("steps", steps);
    json.put("seconds", seconds);
    json.put("stepsPerSecond", steps / seconds);
    if (gapClosed.isPresent()) {
      json.put("bestValidationGapClosed", gapClosed.getAsDouble());
    } else {
      json.putNull("bestValidationGapClosed");
    }
    json.put("seed", seed);
    json.put("configDigest", configDigest);
    json.put("codeVersion", codeVersion);
    json.put("stoppedReason", ending.name().toLowerCase(Locale.ROOT));
    WholeFile.write(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
