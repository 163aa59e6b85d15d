package io.rlscaler.trainer.ppo;

import java.util.Arrays;

/**
 * Mean and variance of each feature over everything seen so far, merged batch by batch.
 *
 * <p>With batch mean b, batch variance w (of n rows, biased) and delta = b - mean, the merge is
 *
 * <pre>
 * mean'     = mean + delta n / (count + n)
 * variance' = (variance count + w n + delta^2 count n / (count + n)) / (count + n)
 * </pre>
 *
 * Source: Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
 * Variances", 1979. It starts from mean 0 and variance 1 with a count of 1e-4, as
 * Stable-Baselines3.
 */
public final class RunningMoments {
  private static final double FIRST_COUNT = 1e-4;

  /** Added to the variance, so that a feature that never changed can be divided by. */
  private static final double EPSILON = 1e-8;

  private final double[] mean;
  private final double[] variance;
  private double count = FIRST_COUNT;

  /** Nothing seen yet of {@code features} features. */
  public RunningMoments(int features) {
    if (features < 1) {
      throw new IllegalArgumentException("features: found " + features + ", expected 1 or more");
    }
    mean = new double[features];
    variance = new double[features];
    Arrays.fill(variance, 1);
  }

  /** Goes on from a checkpoint. */
  public RunningMoments(double[] mean, double[] variance, double count) {
    if (mean.length < 1 || mean.length != variance.length || !(count >= FIRST_COUNT)) {
      throw new IllegalArgumentException(
          ("moments: found %d means, %d variances and count %s,"
                  + " expected as many of both and a count of %s or more")
              .formatted(mean.length, variance.length, count, FIRST_COUNT));
    }
    this.mean = mean.clone();
    this.variance = variance.clone();
    this.count = count;
  }

  /** Takes in rows of features, one after the other in {@code batch}. */
  public void update(double[] batch) {
    int features = mean.length;
    if (batch.length == 0 || batch.length % features != 0) {
      throw new IllegalArgumentException(
          "batch: found %d values, expected rows of %d".formatted(batch.length, features));
    }
    int rows = batch.length / features;
    double total = count + rows;
    for (int feature = 0; feature < features; feature++) {
      double batchMean = 0;
      for (int i = feature; i < batch.length; i += features) {
        batchMean += batch[i] / rows;
      }
      double squares = 0;
      for (int i = feature; i < batch.length; i += features) {
        squares += (batch[i] - batchMean) * (batch[i] - batchMean);
      }
      double delta = batchMean - mean[feature];
      double between = delta * delta * count * rows / total;
      variance[feature] = (variance[feature] * count + squares + between) / total;
      mean[feature] += delta * rows / total;
    }
    count = total;
  }

  /** Mean of each feature; a copy. */
  public double[] mean() {
    return mean.clone();
  }

  /** Variance of each feature; a copy. */
  public double[] variance() {
    return variance.clone();
  }

  /** What to divide by: sqrt(variance + 1e-8) of each feature. */
  public double[] deviation() {
    return Arrays.stream(variance).map(value -> Math.sqrt(value + EPSILON)).toArray();
  }

  /**
   * Rows of features as a network should see them: (x - mean) / deviation, clipped.
   *
   * @param rows one after the other
   * @param clip largest absolute value
   */
  public float[] normalise(float[] rows, float clip) {
    int features = mean.length;
    if (rows.length % features != 0) {
      throw new IllegalArgumentException(
          "rows: found %d values, expected rows of %d".formatted(rows.length, features));
    }
    double[] deviation = deviation();
    float[] normalised = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double scaled = (rows[i] - mean[i % features]) / deviation[i % features];
      normalised[i] = (float) Math.max(-clip, Math.min(clip, scaled));
    }
    return normalised;
  }

  /** Rows seen, and the 1e-4 it started with. */
  public double count() {
    return count;
  }
}
