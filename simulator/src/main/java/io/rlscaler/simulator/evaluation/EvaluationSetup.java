package io.rlscaler.simulator.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What all cells of an evaluation have in common.
 *
 * @param policy the artifact for people, as {@code headroom-v1}
 * @param policyDigest of the artifact, as {@code sha256:...}
 * @param scoringSeeds of the runs that are scored
 * @param tuningSeeds of the runs that settings were chosen by; none of the scoring seeds
 * @param pricePerReplicaHour in the user's currency, empty where no price was given
 * @param scenario the rest of the world by name, each value in words with its unit, in order
 * @param codeVersion of this program
 */
public record EvaluationSetup(
    String policy,
    String policyDigest,
    List<Long> scoringSeeds,
    List<Long> tuningSeeds,
    OptionalDouble pricePerReplicaHour,
    Map<String, String> scenario,
    String codeVersion) {

  /** Copies, and refuses seeds that were both tuned and scored on. */
  public EvaluationSetup {
    scoringSeeds = List.copyOf(scoringSeeds);
    tuningSeeds = List.copyOf(tuningSeeds);
    scenario = Collections.unmodifiableMap(new LinkedHashMap<>(scenario));
    for (long seed : tuningSeeds) {
      if (scoringSeeds.contains(seed)) {
        throw new IllegalArgumentException(
            "tuningSeeds: found " + seed + ", which is a scoring seed too");
      }
    }
    if (pricePerReplicaHour.isPresent() && !(pricePerReplicaHour.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "pricePerReplicaHour: found "
              + pricePerReplicaHour.getAsDouble()
              + ", expected 0 or more");
    }
  }
}
