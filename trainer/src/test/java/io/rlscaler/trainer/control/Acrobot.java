package io.rlscaler.trainer.control;

import java.util.SplittableRandom;

/**
 * Acrobot-v1: two links swing up by a torque at the joint between them. Source: Sutton and Barto,
 * "Reinforcement Learning: An Introduction", section 11.3 of the first edition, with Gymnasium's
 * constants: links of length, mass and moment of inertia 1.
 */
final class Acrobot implements ControlTask {
  static final int OBSERVATIONS = 6;
  static final int ACTIONS = 3;
  static final int LONGEST_EPISODE = 500;

  private static final double GRAVITY = 9.8;
  private static final double CENTRE = .5;
  private static final double INERTIA = 1;
  private static final double STEP = .2;
  private static final double[] FASTEST = {4 * Math.PI, 9 * Math.PI};

  /** Angle of the upper link, of the lower link to it, and the speeds of both. */
  private double[] state = new double[4];

  private int steps;

  Acrobot(double[] state) {
    this.state = state.clone();
  }

  Acrobot(SplittableRandom random) {
    reset(random);
  }

  @Override
  public void reset(SplittableRandom random) {
    state = random.doubles(4, -.1, .1).toArray();
    steps = 0;
  }

  /** Torque -1 (0), none (1) or 1 (2); costs 1 until the tip is a link's length above the pivot. */
  @Override
  public double step(float[] action) {
    state = rungeKutta(action[0] - 1);
    for (int i = 0; i < 2; i++) {
      state[i] = Math.IEEEremainder(state[i], 2 * Math.PI);
      state[i + 2] = Math.max(-FASTEST[i], Math.min(FASTEST[i], state[i + 2]));
    }
    steps++;
    return terminated() ? 0 : -1;
  }

  private double[] rungeKutta(double torque) {
    double[] first = slope(state, torque);
    double[] second = slope(moved(first, STEP / 2), torque);
    double[] third = slope(moved(second, STEP / 2), torque);
    double[] fourth = slope(moved(third, STEP), torque);
    double[] next = new double[4];
    for (int i = 0; i < 4; i++) {
      next[i] = state[i] + STEP / 6 * (first[i] + 2 * second[i] + 2 * third[i] + fourth[i]);
    }
    return next;
  }

  private double[] moved(double[] slope, double time) {
    double[] moved = new double[4];
    for (int i = 0; i < 4; i++) {
      moved[i] = state[i] + time * slope[i];
    }
    return moved;
  }

  private static double[] slope(double[] at, double torque) {
    double cosine = CENTRE * Math.cos(at[1]);
    double sine = CENTRE * Math.sin(at[1]);
    double upperMass = CENTRE * CENTRE + 1 + CENTRE * CENTRE + 2 * cosine + 2 * INERTIA;
    double coupling = CENTRE * CENTRE + cosine + INERTIA;
    double lowerPull = CENTRE * GRAVITY * Math.sin(at[0] + at[1]);
    double upperPull =
        -sine * at[3] * at[3]
            - 2 * sine * at[3] * at[2]
            + (CENTRE + 1) * GRAVITY * Math.sin(at[0])
            + lowerPull;
    double lower =
        (torque + coupling / upperMass * upperPull - sine * at[2] * at[2] - lowerPull)
            / (CENTRE * CENTRE + INERTIA - coupling * coupling / upperMass);
    double upper = -(coupling * lower + upperPull) / upperMass;
    return new double[] {at[2], at[3], upper, lower};
  }

  @Override
  public boolean terminated() {
    return -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
  }

  @Override
  public boolean truncated() {
    return steps >= LONGEST_EPISODE && !terminated();
  }

  @Override
  public float[] observation() {
    return new float[] {
      (float) Math.cos(state[0]),
      (float) Math.sin(state[0]),
      (float) Math.cos(state[1]),
      (float) Math.sin(state[1]),
      (float) state[2],
      (float) state[3]
    };
  }
}
