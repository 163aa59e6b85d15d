package io.rlscaler.trainer.prior;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.forecast.OutcomeListener;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.util.List;

/**
 * Runs the engine's forecaster over a trace as it would see it in an episode, once for each of some
 * sizes of the service, as small ones lie on the floor of the load more often.
 */
final class ForecastReplay implements OutcomeListener {
  private static final List<Double> REPLICAS_AT_P99 = List.of(5.0, 15.0, 40.0, 120.0);
  private static final Scenario WORLD = Scenario.DEFAULT;

  private final ForecastPrior prior;
  private final NormalEquations equations = new NormalEquations();
  private final ForecastErrors.Sums online = new ForecastErrors.Sums();
  private final ForecastErrors.Sums offline = new ForecastErrors.Sums();

  private ForecastReplay(ForecastPrior prior) {
    this.prior = prior;
  }

  /** The outcomes of a forecaster that starts from a prior, for the start-up time of the prior. */
  static ForecastReplay of(Trace trace, ForecastPrior prior) {
    ForecastReplay replay = new ForecastReplay(prior);
    for (double replicas : REPLICAS_AT_P99) {
      replay.run(trace, world(replicas, prior.startUpSeconds()));
    }
    return replay;
  }

  private static Scenario world(double replicas, double startUpSeconds) {
    return new Scenario(
            WORLD.workload(),
            WORLD.objective(),
            replicas,
            WORLD.signals(),
            WORLD.period(),
            WORLD.min(),
            WORLD.max(),
            WORLD.seed())
        .withStartUp(new StartUpDelay(startUpSeconds, Scenario.START_UP_SIGMA));
  }

  private void run(Trace trace, Scenario world) {
    long period = world.period().toMillis();
    Forecaster forecaster =
        new Forecaster(
            period,
            Math.round(1000 * prior.startUpSeconds()),
            world.metricLag().toMillis(),
            prior,
            this);
    double capacity = world.service().capacity();
    double[] rates = ObservedRates.of(OfferedLoad.of(trace, world), world);
    for (int tick = 0; tick < rates.length; tick++) {
      if (Double.isNaN(rates[tick])) {
        forecaster.skip();
      } else {
        forecaster.observe(tick * period, rates[tick], capacity, true);
      }
    }
  }

  @Override
  public void known(float[] regressors, int offset, double target, double residual, double weight) {
    equations.add(regressors, offset, target, weight);
    online.add(residual);
    double surplus = target;
    for (int i = 0; i < Forecaster.REGRESSORS; i++) {
      surplus -= prior.coefficients().get(i) * regressors[offset + i];
    }
    offline.add(surplus);
  }

  /** The samples, weighted as the forecaster weighted them. */
  NormalEquations equations() {
    return equations;
  }

  /** Errors within one start-up time of the forecaster as it learned. */
  ForecastErrors online() {
    return online.errors();
  }

  /** Errors within one start-up time of the prior alone. */
  ForecastErrors offline() {
    return offline.errors();
  }
}
