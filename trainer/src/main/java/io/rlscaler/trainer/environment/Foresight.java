package io.rlscaler.trainer.environment;

/**
 * What only a critic in training may know of a world: the load that is about to come, and what the
 * service and its replicas truly are. A critic that knows it tells bad luck from bad decisions, and
 * is no less right for it, as what comes does not depend on what is decided (Pinto et al.,
 * "Asymmetric Actor Critic for Image-Based Robot Learning", 2018).
 */
public final class Foresight {
  /** Numbers of one decision. */
  public static final int COUNT = 9;

  private static final float CLIP = 3;
  private static final double LEAST_LOAD = 0.05;

  private final World world;
  private final float[] loads;
  private final int startUpSteps;

  Foresight(World world) {
    this.world = world;
    loads = PeriodLoads.of(world);
    startUpSteps = Math.max(1, world.startUpSteps());
  }

  /**
   * The numbers at a decision.
   *
   * @param decision counted from the beginning of the world
   * @param expectedLoad that was forecast then [replicas]
   * @param desired replicas that are asked for before the decision
   * @param ready replicas that serve then
   */
  float[] at(int decision, double expectedLoad, int desired, int ready) {
    float[] numbers = new float[COUNT];
    double expected = Math.max(expectedLoad, LEAST_LOAD);
    double pool = Math.max(1, ready);
    numbers[0] = ratio(most(decision, 1), expected);
    numbers[1] = ratio(most(decision, startUpSteps), expected);
    numbers[2] = ratio(most(decision + startUpSteps, startUpSteps), expected);
    numbers[3] = ratio(most(decision + 2 * startUpSteps, startUpSteps), expected);
    numbers[4] = ratio(most(decision, startUpSteps), pool);
    numbers[5] = ratio(most(decision, startUpSteps), Math.max(1, desired));
    numbers[6] = (float) (Math.log(world.meanLoad()) / 3);
    numbers[7] = ratio(expected, Math.max(world.meanLoad(), LEAST_LOAD));
    numbers[8] = (float) Math.log(world.scenario().startUp().medianSeconds() / 60);
    return numbers;
  }

  private double most(int from, int steps) {
    float most = 0;
    for (int i = Math.min(from, loads.length - 1); i < Math.min(loads.length, from + steps); i++) {
      most = Math.max(most, loads[i]);
    }
    return most;
  }

  private static float ratio(double numerator, double denominator) {
    double log = Math.log(Math.max(numerator, LEAST_LOAD) / denominator);
    return (float) Math.max(-CLIP, Math.min(CLIP, 3 * log));
  }
}
