package io.rlscaler.simulator.evaluation;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One controller in one cell.
 *
 * @param controller its name, as {@code hpa-past}
 * @param tuned whether its settings were chosen in hindsight, on the very part that is scored
 * @param settings for documents, in a fixed order
 * @param seeds one run per simulation seed, at least one, with the same days each
 * @param audit by the request-level model, where there was one
 * @param edge whether the best settings lie on an edge of the grid even after it was widened
 * @param remarks for people, as that no setting met the objective on the past
 */
public record ControllerRun(
    String controller,
    boolean tuned,
    Map<String, Object> settings,
    List<SeedRun> seeds,
    Optional<Audit> audit,
    boolean edge,
    List<String> remarks) {

  /** Settings from the artifact or the cluster, the same for all traces. */
  public static final String HPA_DEFAULT = "hpa-default";

  /** HPA calibrated on the past by the rule that calibrates the policy. */
  public static final String HPA_PAST = "hpa-past";

  /** Best HPA in hindsight. */
  public static final String HPA_TUNED = "hpa-tuned";

  /** Policy with the settings of its artifact. */
  public static final String POLICY = "policy";

  /** Policy calibrated on the past. */
  public static final String POLICY_CALIBRATED = "policy-calibrated";

  /** The plan that the bound's relaxation leads to, with the realised rates known. */
  public static final String ORACLE = "oracle";

  /**
   * The least cost that any controller that keeps the objective could have had; not a controller
   * and never run. Who misses the objective may cost less.
   */
  public static final String BOUND = "bound";

  /** Copies the lists and refuses runs that cannot be compared. */
  public ControllerRun {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    seeds = List.copyOf(seeds);
    remarks = List.copyOf(remarks);
    if (controller.isBlank() || controller.equals(BOUND)) {
      throw new IllegalArgumentException(
          "controller: found \"" + controller + "\", expected the name of a controller");
    }
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException(controller + ": found no seeds, expected at least one");
    }
    Set<Long> distinct = new HashSet<>();
    for (SeedRun run : seeds) {
      if (!distinct.add(run.seed())) {
        throw new IllegalArgumentException(controller + ": found seed " + run.seed() + " twice");
      }
      if (run.days().size() != seeds.get(0).days().size()) {
        throw new IllegalArgumentException(
            controller + ": seed " + run.seed() + " has other days than the first seed");
      }
    }
  }

  /** Number of days that were scored. */
  public int days() {
    return seeds.get(0).days().size();
  }

  /** Violation share by the fast model, pooled over seeds; 0 without requests. */
  public double fastShare() {
    double requests = seeds.stream().mapToDouble(SeedRun::requests).sum();
    double violating = seeds.stream().mapToDouble(SeedRun::violatingRequests).sum();
    return requests > 0 ? violating / requests : 0;
  }

  /** Mean cost of a seed [replica-seconds]. */
  public double replicaSeconds() {
    return seeds.stream().mapToDouble(SeedRun::replicaSeconds).average().orElseThrow();
  }
}
