package io.rlscaler.simulator.agreement;

import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the cells of the matrix. A cell is a function of its part, its number and an attempt: when
 * the matrix was made, cells were drawn again until their exact share had the wanted size, and the
 * attempt that was kept is part of the data.
 */
final class CellGenerator {
  private static final int STEPS = 48;
  private static final int FIRST_COUNTED = 8;

  /** What an episode may cost; large services get longer service times. */
  private static final double MOST_REQUESTS = 1e6;

  /** Share of requests that the service time alone may delay too much. */
  private static final double MOST_BARE_SHARE = .01;

  private final Part part;
  private final SplittableRandom random;

  private CellGenerator(Part part, SplittableRandom random) {
    this.part = part;
    this.random = random;
  }

  /** The cell of a part with a number, at an attempt. */
  static Cell cell(Part part, int index, int attempt) {
    long seed = (part.number() * 10_000L + index) * 10_000L + attempt;
    return new CellGenerator(part, new SplittableRandom(seed)).draw();
  }

  private Cell draw() {
    int replicas = replicas();
    int slots = slots(replicas);
    double stepSeconds = pick(15, 15, 5, 30);
    double fewest = replicas * slots * stepSeconds * STEPS / MOST_REQUESTS;
    double mean = Math.max(fewest, logUniform(.02, Math.min(1, stepSeconds / 15)));
    ServiceModel service;
    double threshold;
    do {
      Distribution distribution =
          random.nextBoolean() ? Distribution.LOG_NORMAL : Distribution.GAMMA;
      service = new ServiceModel(slots, mean, logUniform(.3, 2), distribution, Routing.CENTRAL);
      threshold = mean * logUniform(2, 10);
    } while (service.exceedance(threshold) > MOST_BARE_SHARE || threshold > stepSeconds);
    double capacity = replicas * service.capacity();
    List<Cell.Step> steps = new ArrayList<>();
    LoadShape shape = LoadShape.draw(part, replicas, slots, random);
    for (int k = 0; k < STEPS; k++) {
      steps.add(new Cell.Step(shape.load(k) * capacity, shape.replicas(k)));
    }
    return new Cell(service, threshold, stepSeconds, steps, FIRST_COUNTED);
  }

  private int replicas() {
    return switch (part) {
      case SCALE -> (int) logUniform(1, 301);
      case UTILISATION -> (int) logUniform(1, 9);
      case REMOVALS -> (int) logUniform(2, 61);
      default -> (int) logUniform(1, 61);
    };
  }

  private int slots(int replicas) {
    return switch (part) {
      case SLOTS -> (int) logUniform(1, 65);
      case UTILISATION -> (int) logUniform(1, Math.max(1.5, 25.0 / replicas));
      default -> (int) pick(1, 1, 2, 4, 8, 16);
    };
  }

  private double pick(double... values) {
    return values[random.nextInt(values.length)];
  }

  private double logUniform(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }
}
