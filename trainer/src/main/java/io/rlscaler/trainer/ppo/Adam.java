package io.rlscaler.trainer.ppo;

import java.util.Arrays;

/**
 * Adam in PyTorch's form: epsilon is added after the correction of the second moment's bias.
 *
 * <pre>
 * m = b1 m + (1 - b1) g        v = b2 v + (1 - b2) g^2
 * w = w - rate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
 */
public final class Adam {
  /**
   * Constants of the optimiser.
   *
   * @param firstDecay b1
   * @param secondDecay b2
   * @param epsilon added to the denominator
   */
  public record Settings(double firstDecay, double secondDecay, double epsilon) {
    /** Refuses decays outside 0..1 and an epsilon that is not above 0. */
    public Settings {
      PpoSettings.within("firstDecay", firstDecay, 0, Math.nextDown(1.0));
      PpoSettings.within("secondDecay", secondDecay, 0, Math.nextDown(1.0));
      PpoSettings.aboveZero("epsilon", epsilon);
    }

    /** Decays of Kingma and Ba; epsilon of Huang et al. 2022, detail 3. */
    public static Settings defaults() {
      return new Settings(.9, .999, 1e-5);
    }
  }

  private final Settings settings;
  private final float[] first;
  private final float[] second;
  private long steps;

  /** An optimiser that has not stepped yet. */
  public Adam(Settings settings, int parameters) {
    this.settings = settings;
    this.first = new float[parameters];
    this.second = new float[parameters];
  }

  /** Moments and number of steps, for checkpoints. Unchangeable. */
  public static final class State {
    private final long steps;
    private final float[] first;
    private final float[] second;

    /** Keeps copies of the moments. */
    public State(long steps, float[] first, float[] second) {
      if (steps < 0 || first.length != second.length) {
        throw new IllegalArgumentException(
            ("optimiser: found %d steps, %d first and %d second moments,"
                    + " expected 0 or more steps and as many of both")
                .formatted(steps, first.length, second.length));
      }
      this.steps = steps;
      this.first = first.clone();
      this.second = second.clone();
    }

    /** Steps so far. */
    public long steps() {
      return steps;
    }

    /** First moment of each parameter; a copy. */
    public float[] first() {
      return first.clone();
    }

    /** Second moment of each parameter; a copy. */
    public float[] second() {
      return second.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State state
          && steps == state.steps
          && Arrays.equals(first, state.first)
          && Arrays.equals(second, state.second);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Long.hashCode(steps) + Arrays.hashCode(first)) + Arrays.hashCode(second);
    }

    @Override
    public String toString() {
      return "Adam.State[" + steps + " steps]";
    }
  }

  /** What the next step starts from. */
  public State state() {
    return new State(steps, first, second);
  }

  /** Goes on from a checkpoint of as many parameters. */
  public void restore(State state) {
    same("checkpoint", state.first.length);
    steps = state.steps;
    System.arraycopy(state.first, 0, first, 0, first.length);
    System.arraycopy(state.second, 0, second, 0, second.length);
  }

  /** Moves {@code weights} one step against {@code gradients}. */
  public void step(float[] weights, float[] gradients, double learningRate) {
    same("weights", weights.length);
    same("gradients", gradients.length);
    steps++;
    double firstCorrection = 1 - Math.pow(settings.firstDecay(), (double) steps);
    double rootCorrection = Math.sqrt(1 - Math.pow(settings.secondDecay(), (double) steps));
    double rate = learningRate / firstCorrection;
    double keepFirst = settings.firstDecay();
    double keepSecond = settings.secondDecay();
    for (int i = 0; i < weights.length; i++) {
      double gradient = gradients[i];
      first[i] = (float) (keepFirst * first[i] + (1 - keepFirst) * gradient);
      second[i] = (float) (keepSecond * second[i] + (1 - keepSecond) * gradient * gradient);
      double scale = Math.sqrt(second[i]) / rootCorrection + settings.epsilon();
      weights[i] = (float) (weights[i] - rate * first[i] / scale);
    }
  }

  private void same(String name, int found) {
    if (found != first.length) {
      throw new IllegalArgumentException(
          name + ": found " + found + " values, expected " + first.length);
    }
  }
}
