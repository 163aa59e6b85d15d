package io.rlscaler.trainer.control;

import java.util.SplittableRandom;

/**
 * Pendulum-v1: a pendulum swings up by a torque that is too weak to lift it at once; the reward is
 * least far from upright. Constants as in Gymnasium: a rod of length and mass 1.
 */
final class Pendulum implements ControlTask {
  static final int OBSERVATIONS = 3;
  static final int LONGEST_EPISODE = 200;

  private static final double GRAVITY = 10;
  private static final double STEP = .05;
  private static final double FASTEST = 8;
  private static final double LARGEST_TORQUE = 2;

  /** 0 is upright. */
  private double angle;

  private double speed;
  private int steps;

  Pendulum(double[] state) {
    angle = state[0];
    speed = state[1];
  }

  Pendulum(SplittableRandom random) {
    reset(random);
  }

  @Override
  public void reset(SplittableRandom random) {
    angle = random.nextDouble(-Math.PI, Math.PI);
    speed = random.nextDouble(-1, 1);
    steps = 0;
  }

  @Override
  public double step(float[] action) {
    double torque = Math.max(-LARGEST_TORQUE, Math.min(LARGEST_TORQUE, action[0]));
    double off = Math.IEEEremainder(angle, 2 * Math.PI);
    double cost = off * off + .1 * speed * speed + .001 * torque * torque;
    double faster = speed + STEP * (1.5 * GRAVITY * Math.sin(angle) + 3 * torque);
    speed = Math.max(-FASTEST, Math.min(FASTEST, faster));
    angle += STEP * speed;
    steps++;
    return -cost;
  }

  @Override
  public boolean terminated() {
    return false;
  }

  @Override
  public boolean truncated() {
    return steps >= LONGEST_EPISODE;
  }

  @Override
  public float[] observation() {
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle), (float) speed};
  }
}
