package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.forecast.Forecaster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalEquationsTest {
  private static final int CONSTANT = 0;
  private static final int CHANGE = 1;

  /** Samples of a process whose next change is a multiple of the last one, and noise. */
  private static NormalEquations samples(int count, double multiple, double noise, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NormalEquations equations = new NormalEquations();
    double change = 0;
    for (int i = 0; i < count; i++) {
      double next = multiple * change + noise * random.nextGaussian();
      equations.add(regressors((float) change), 0, next, 1);
      change = next;
    }
    return equations;
  }

  private static float[] regressors(float change) {
    float[] regressors = new float[Forecaster.REGRESSORS];
    regressors[CONSTANT] = 1;
    regressors[CHANGE] = change;
    return regressors;
  }

  private static List<Double> coefficients(double constant, double change) {
    List<Double> all = new ArrayList<>(Collections.nCopies(Forecaster.REGRESSORS, 0.0));
    all.set(CONSTANT, constant);
    all.set(CHANGE, change);
    return all;
  }

  @Test
  void theCoefficientOfAnAutoregressiveProcessIsFound() {
    List<Double> found = NormalEquations.solve(List.of(samples(100_000, -0.6, 0.1, 1)), 1e-12);
    // The standard error of the coefficient is sqrt((1 - .6^2) / 100,000) = .0025.
    assertThat(found.get(CHANGE)).isCloseTo(-0.6, within(0.0075));
    assertThat(found.get(CONSTANT)).isCloseTo(0, within(0.001));
    assertThat(found.subList(2, found.size())).containsOnly(0.0);
  }

  @Test
  void everySetHasTheSameSayHoweverManySamplesItHas() {
    NormalEquations few = new NormalEquations();
    few.add(regressors(1), 0, 1, 1);
    few.add(regressors(-1), 0, -1, 1);
    NormalEquations many = new NormalEquations();
    for (int i = 0; i < 100; i++) {
      many.add(regressors(i % 2 == 0 ? 1 : -1), 0, 0, 1);
    }
    // One set says 1, the other 0, each with a mean square of 1.
    assertThat(NormalEquations.solve(List.of(few, many), 1e-12).get(CHANGE))
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void theRidgeShrinksAsItsFormulaSays() {
    NormalEquations equations = new NormalEquations();
    equations.add(regressors(2), 0, 3, 1);
    equations.add(regressors(-2), 0, -3, 1);
    // mean x y = 6, mean x x = 4
    assertThat(NormalEquations.solve(List.of(equations), 0.5).get(CHANGE))
        .isCloseTo(6 / 4.5, within(1e-12));
    assertThat(NormalEquations.solve(List.of(equations), Double.POSITIVE_INFINITY))
        .containsOnly(0.0);
  }

  @Test
  void theErrorIsTheWeightedMeanSquareOfTheResiduals() {
    NormalEquations equations = new NormalEquations();
    equations.add(regressors(2), 0, 3, 1);
    equations.add(regressors(-1), 0, 1, 0.5);
    // residuals 3 - (.5 + 2 * 1) = .5 and 1 - (.5 - 1) = 1.5
    assertThat(equations.error(coefficients(0.5, 1)))
        .isCloseTo((0.25 + 0.5 * 2.25) / 2, within(1e-12));
  }

  @Test
  void whatIsLeftToThePriorIsTheErrorOfWhoLearnsOnTheWay() {
    // One regressor of mean square 1 and target 1: after n samples the coefficient is
    // (n + 30 b) / (n + 30), so 30^2 / (n + 30)^2 (1 - b)^2 is left.
    NormalEquations equations = new NormalEquations();
    float[] only = new float[Forecaster.REGRESSORS];
    only[CHANGE] = 1;
    equations.add(only, 0, 1, 1);
    double share = 0;
    for (int eighth = 0; eighth < 8; eighth++) {
      double learned = (1 - Math.pow(0.9997, (eighth + 0.5) / 8 * 5760)) / 0.0003;
      share += Math.pow(30 / (learned + 30), 2) / 8;
    }
    NormalEquations left = equations.leftToPrior(10);
    double errorOfHalf = left.error(coefficients(0, 0.5)) - left.error(coefficients(0, 1));
    assertThat(errorOfHalf).isCloseTo(10 * share * 0.25, within(1e-12));
    assertThat(NormalEquations.solve(List.of(left), 1e-12).get(CHANGE)).isCloseTo(1, within(1e-9));
  }
}
