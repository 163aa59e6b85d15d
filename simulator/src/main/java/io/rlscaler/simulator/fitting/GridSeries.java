package io.rlscaler.simulator.fitting;

import java.util.Arrays;

/** Measured values on a regular grid of times; NaN where nothing is known. Immutable. */
public final class GridSeries {
  private final double[] values;

  private GridSeries(double[] values) {
    this.values = values;
  }

  /**
   * A series.
   *
   * @param values finite, or NaN where unknown
   */
  public static GridSeries of(double... values) {
    for (int i = 0; i < values.length; i++) {
      if (Double.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "value " + i + " is " + values[i] + ", expected a finite number or NaN");
      }
    }
    return new GridSeries(values.clone());
  }

  /** A series of which nothing is known. */
  public static GridSeries unknown(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return new GridSeries(values);
  }

  /** The number of grid points. */
  public int size() {
    return values.length;
  }

  /** The value at a grid point, NaN where unknown and outside of the grid. */
  public double at(int i) {
    return i >= 0 && i < values.length ? values[i] : Double.NaN;
  }

  /** Whether the value at a grid point is known. */
  public boolean isKnown(int i) {
    return !Double.isNaN(at(i));
  }

  /** The number of known values. */
  public int known() {
    return (int) Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
  }

  /** The values at the grid points {@code [from, to)}. */
  GridSeries between(int from, int to) {
    return new GridSeries(Arrays.copyOfRange(values, from, to));
  }

  /** The least and the largest known value must be in a range. */
  void requireRange(String name, double low, double high) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < low || values[i] > high) {
        throw new IllegalArgumentException(
            name + " at point " + i + " is " + values[i] + ", expected " + low + " to " + high);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridSeries series && Arrays.equals(values, series.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return size() + " points, " + known() + " known";
  }
}
