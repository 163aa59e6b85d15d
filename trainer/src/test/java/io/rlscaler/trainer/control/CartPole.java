package io.rlscaler.trainer.control;

import java.util.SplittableRandom;

/**
 * CartPole-v1: a cart keeps a pole upright. Source: Barto, Sutton and Anderson, "Neuronlike
 * Adaptive Elements That Can Solve Difficult Learning Control Problems", 1983, with Gymnasium's
 * constants.
 */
final class CartPole implements ControlTask {
  static final int OBSERVATIONS = 4;
  static final int ACTIONS = 2;
  static final int LONGEST_EPISODE = 500;

  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = .1;
  private static final double MASS = 1 + POLE_MASS;
  private static final double HALF_LENGTH = .5;
  private static final double FORCE = 10;
  private static final double STEP = .02;
  private static final double LARGEST_POSITION = 2.4;
  private static final double LARGEST_ANGLE = Math.toRadians(12);

  private double position;
  private double speed;
  private double angle;
  private double turn;
  private int steps;

  CartPole(double[] state) {
    set(state);
  }

  CartPole(SplittableRandom random) {
    reset(random);
  }

  @Override
  public void reset(SplittableRandom random) {
    set(random.doubles(OBSERVATIONS, -.05, .05).toArray());
  }

  private void set(double[] state) {
    position = state[0];
    speed = state[1];
    angle = state[2];
    turn = state[3];
    steps = 0;
  }

  /** Pushes left (0) or right (1). */
  @Override
  public double step(float[] action) {
    double force = action[0] == 1 ? FORCE : -FORCE;
    double cosine = Math.cos(angle);
    double sine = Math.sin(angle);
    double push = (force + POLE_MASS * HALF_LENGTH * turn * turn * sine) / MASS;
    double turning =
        (GRAVITY * sine - cosine * push)
            / (HALF_LENGTH * (4. / 3 - POLE_MASS * cosine * cosine / MASS));
    double acceleration = push - POLE_MASS * HALF_LENGTH * turning * cosine / MASS;
    position += STEP * speed;
    speed += STEP * acceleration;
    angle += STEP * turn;
    turn += STEP * turning;
    steps++;
    return 1;
  }

  @Override
  public boolean terminated() {
    return Math.abs(position) > LARGEST_POSITION || Math.abs(angle) > LARGEST_ANGLE;
  }

  /** Cut off, though the pole still stands. */
  @Override
  public boolean truncated() {
    return steps >= LONGEST_EPISODE && !terminated();
  }

  @Override
  public float[] observation() {
    return new float[] {(float) position, (float) speed, (float) angle, (float) turn};
  }
}
