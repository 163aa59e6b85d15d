package io.rlscaler.simulator.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that was run in one cell.
 *
 * @param cell which
 * @param runs one per controller, all with the same seeds and days
 * @param boundReplicaSeconds the dual value: least cost of the scored part in expectation
 * @param primalReplicaSeconds cost of the plan that belongs to it, at least the bound
 * @param hpaFront what every HPA that the hindsight search tried led to
 * @param scoredSeconds length of the scored part at known load
 */
public record CellResult(
    Cell cell,
    List<ControllerRun> runs,
    double boundReplicaSeconds,
    double primalReplicaSeconds,
    List<FrontPoint> hpaFront,
    double scoredSeconds) {

  /** Copies the lists and refuses runs that cannot be compared. */
  public CellResult {
    runs = List.copyOf(runs);
    hpaFront = List.copyOf(hpaFront);
    requirePositive("boundReplicaSeconds", boundReplicaSeconds);
    requirePositive("primalReplicaSeconds", primalReplicaSeconds);
    requirePositive("scoredSeconds", scoredSeconds);
    Set<String> names = new HashSet<>();
    for (ControllerRun run : runs) {
      if (!names.add(run.controller())) {
        throw new IllegalArgumentException(
            cell.trace() + ": found controller " + run.controller() + " twice");
      }
      requirePaired(cell, runs.get(0), run);
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + ": found " + value + ", expected a positive number");
    }
  }

  private static void requirePaired(Cell cell, ControllerRun first, ControllerRun run) {
    if (!seeds(first).equals(seeds(run))) {
      throw new IllegalArgumentException(
          "%s: found seeds %s of %s and %s of %s, expected the same"
              .formatted(
                  cell.trace(), seeds(first), first.controller(), seeds(run), run.controller()));
    }
    if (!days(first).equals(days(run))) {
      throw new IllegalArgumentException(
          "%s: found days %s of %s and %s of %s, expected the same"
              .formatted(
                  cell.trace(), days(first), first.controller(), days(run), run.controller()));
    }
  }

  private static List<Long> seeds(ControllerRun run) {
    return run.seeds().stream().map(SeedRun::seed).toList();
  }

  private static List<Integer> days(ControllerRun run) {
    return run.seeds().get(0).days().stream().map(day -> day.day()).toList();
  }

  /** The run of a controller, if it took part. */
  public Optional<ControllerRun> run(String controller) {
    return runs.stream().filter(run -> run.controller().equals(controller)).findFirst();
  }
}
