package io.rlscaler.trainer.constraint;

/**
 * A Lagrange multiplier that a PID controller moves until the cost meets its limit.
 *
 * <p>With cost J, limit d, and error e = J - d, or e = (J - d) / d when normalised, each update
 * gives
 *
 * <pre>
 * I = max(0, I + Ki e)
 * multiplier = clamp(Kp e + I + Kd max(0, J - previous J), 0, most)
 * </pre>
 *
 * (the derivative is divided by d as well when normalised). The cost before the first is 0. Source:
 * Stooke, Achiam and Abbeel, "Responsive Safety in Reinforcement Learning by PID Lagrangian
 * Methods", 2020, algorithm 2.
 */
public final class PidLagrangian {
  private final PidSettings settings;
  private State state = new State(0, 0, 0);

  /** A multiplier of 0 that has not seen a cost. */
  public PidLagrangian(PidSettings settings) {
    this.settings = settings;
  }

  /**
   * What an update depends on, for checkpoints.
   *
   * @param integral I, with Ki in it
   * @param previousCost J of the last update
   * @param multiplier after the last update
   */
  public record State(double integral, double previousCost, double multiplier) {
    /** Refuses what no update can have left. */
    public State {
      PidSettings.atLeastZero("state.integral", integral);
      PidSettings.atLeastZero("state.previousCost", previousCost);
      PidSettings.atLeastZero("state.multiplier", multiplier);
    }
  }

  /** Goes on from a checkpoint. */
  public void restore(State checkpoint) {
    state = checkpoint;
  }

  /** What the next update starts from. */
  public State state() {
    return state;
  }

  /** The multiplier after the last update, 0 before the first. */
  public double multiplier() {
    return state.multiplier();
  }

  /**
   * Takes in the mean cost of a rollout.
   *
   * @param cost J, in the unit of the limit
   * @param freezeIntegral true when the last policy update stopped early: the policy could not
   *     follow the multiplier, and the integral must not wind up meanwhile
   * @return the multiplier for this rollout's policy update
   */
  public double update(double cost, boolean freezeIntegral) {
    PidSettings.atLeastZero("cost", cost);
    double unit = settings.normalise() ? settings.costLimit() : 1;
    double error = (cost - settings.costLimit()) / unit;
    double integral = state.integral();
    if (!freezeIntegral) {
      integral = Math.max(0, integral + settings.integralGain() * error);
    }
    double rise = Math.max(0, (cost - state.previousCost()) / unit);
    double sum = settings.proportionalGain() * error + integral + settings.derivativeGain() * rise;
    double multiplier = Math.max(0, Math.min(settings.mostMultiplier(), sum));
    state = new State(integral, cost, multiplier);
    return multiplier;
  }
}
