package io.rlscaler.engine.forecast;

/** Hears how the forecasts of a {@link Forecaster} turned out, once it is known. */
@FunctionalInterface
public interface OutcomeListener {
  /** Hears nothing. */
  OutcomeListener NONE = (regressors, offset, target, residual, weight) -> {};

  /**
   * The largest load within one start-up time is known.
   *
   * @param regressors an array that is only lent
   * @param offset where in it the {@link Forecaster#REGRESSORS} regressors of the forecast are
   * @param target log growth of the load until its largest
   * @param residual target less what the coefficients of now say
   * @param weight robust weight with which it is learned, above 0 to 1
   */
  void known(float[] regressors, int offset, double target, double residual, double weight);
}
