package io.rlscaler.engine.forecast;

/**
 * Hears how the forecasts of a {@link Forecaster} turned out, once it is known. The regressors are
 * the {@link Forecaster#REGRESSORS} values from {@code offset} on of an array that is only lent.
 */
public interface OutcomeListener {
  /** Hears nothing. */
  OutcomeListener NONE =
      new OutcomeListener() {
        @Override
        public void atStartUp(
            float[] regressors, int offset, double target, double residual, double weight) {}

        @Override
        public void atTwice(
            float[] regressors, int offset, double target, double residual, double weight) {}
      };

  /**
   * The largest load within one start-up time is known.
   *
   * @param target log growth of the load until its largest
   * @param residual target less what the coefficients of now say
   * @param weight robust weight with which it is learned, above 0 to 1
   */
  void atStartUp(float[] regressors, int offset, double target, double residual, double weight);

  /** The same of two start-up times. */
  void atTwice(float[] regressors, int offset, double target, double residual, double weight);
}
