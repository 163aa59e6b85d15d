package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaPool;
import io.rlscaler.simulator.workload.RequestLevelModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A service whose parameters are known, and the history that metrics would show of it: a daily
 * curve with bursts, replicas that follow a utilization target, counts with Poisson noise, means
 * over a minute on a grid of 15 s.
 */
record KnownService(
    ServiceModel service,
    StartUpDelay startUp,
    double peakReplicas,
    double target,
    double hours,
    double swing,
    List<Double> latencies,
    double utilizationNoise,
    double missing,
    int utilizationLagSteps,
    boolean requestLevel,
    long seed) {
  static final Duration STEP = Duration.ofSeconds(15);
  static final int WINDOW = 4;
  private static final double WINDOW_SECONDS = 60;
  private static final int SUB_STEPS = 3;
  private static final double SUB_STEP_SECONDS = 5;

  static KnownService of(ServiceModel service, List<Double> latencies, long seed) {
    return new KnownService(
        service, new StartUpDelay(60, .25), 12, .8, 24, .5, latencies, .02, 0, 0, false, seed);
  }

  KnownService withHours(double value) {
    return new KnownService(
        service,
        startUp,
        peakReplicas,
        target,
        value,
        swing,
        latencies,
        utilizationNoise,
        missing,
        utilizationLagSteps,
        requestLevel,
        seed);
  }

  KnownService withTraffic(double newTarget, double newSwing) {
    return new KnownService(
        service,
        startUp,
        peakReplicas,
        newTarget,
        hours,
        newSwing,
        latencies,
        utilizationNoise,
        missing,
        utilizationLagSteps,
        requestLevel,
        seed);
  }

  KnownService withMissing(double share) {
    return new KnownService(
        service,
        startUp,
        peakReplicas,
        target,
        hours,
        swing,
        latencies,
        utilizationNoise,
        share,
        utilizationLagSteps,
        requestLevel,
        seed);
  }

  KnownService withUtilizationLag(int steps) {
    return new KnownService(
        service,
        startUp,
        peakReplicas,
        target,
        hours,
        swing,
        latencies,
        utilizationNoise,
        missing,
        steps,
        requestLevel,
        seed);
  }

  KnownService withStartUp(StartUpDelay delay) {
    return new KnownService(
        service,
        delay,
        peakReplicas,
        target,
        hours,
        swing,
        latencies,
        utilizationNoise,
        missing,
        utilizationLagSteps,
        requestLevel,
        seed);
  }

  /** Every request by itself, on fewer replicas. */
  KnownService withRequests(double newPeakReplicas) {
    return new KnownService(
        service,
        startUp,
        newPeakReplicas,
        target,
        hours,
        swing,
        latencies,
        utilizationNoise,
        missing,
        utilizationLagSteps,
        true,
        seed);
  }

  /** What happened per grid step. */
  private static final class Steps {
    final double[] requests;
    final double[] ready;
    final double[] desired;
    final double[] busy;
    final double[][] slow;

    Steps(int size, int latencies) {
      requests = new double[size];
      ready = new double[size];
      desired = new double[size];
      busy = new double[size];
      slow = new double[latencies][size];
    }
  }

  ServiceHistory history() {
    SplittableRandom random = new SplittableRandom(seed);
    int size = (int) (hours * 3600 / STEP.toSeconds());
    Steps steps = run(size, random);
    double[] rate = window(steps.requests, WINDOW_SECONDS);
    double[] utilization = window(steps.busy, WINDOW);
    for (int i = 0; i < size; i++) {
      utilization[i] = Math.max(0, utilization[i] * (1 + utilizationNoise * random.nextGaussian()));
    }
    double[] late = new double[size];
    for (int i = 0; i < size; i++) {
      late[i] = i < utilizationLagSteps ? Double.NaN : utilization[i - utilizationLagSteps];
    }
    SortedMap<Double, GridSeries> good = new TreeMap<>();
    for (int k = 0; k < latencies.size(); k++) {
      double[] slow = window(steps.slow[k], WINDOW_SECONDS);
      double[] ratio = new double[size];
      Arrays.setAll(ratio, i -> Math.max(0, 1 - slow[i] / rate[i]));
      good.put(latencies.get(k), series(ratio, random));
    }
    return new ServiceHistory(
        STEP,
        WINDOW,
        series(rate, random),
        series(steps.ready, random),
        series(steps.desired, random),
        series(late, random),
        good,
        new TreeMap<>());
  }

  /** With some values lost, in runs of up to five. */
  private GridSeries series(double[] values, SplittableRandom random) {
    double[] kept = values.clone();
    for (int i = 0; i < kept.length; i++) {
      if (random.nextDouble() < missing / 3) {
        Arrays.fill(kept, i, Math.min(kept.length, i + 1 + random.nextInt(5)), Double.NaN);
      }
    }
    return GridSeries.of(kept);
  }

  private Steps run(int size, SplittableRandom random) {
    Steps steps = new Steps(size, latencies.size());
    double[] rates = rates(size * SUB_STEPS, random);
    int[] ready = scale(rates, steps);
    if (requestLevel) {
      serveRequests(rates, ready, steps);
    } else {
      serve(rates, ready, steps, random);
    }
    return steps;
  }

  /** Lets replicas follow the rate; what is ready per sub-step. */
  private int[] scale(double[] rates, Steps steps) {
    ReplicaPool pool = new ReplicaPool(ReplicaLife.of(startUp), replicasFor(rates[0]), seed);
    int[] ready = new int[rates.length];
    double seen = rates[0];
    int calm = 0;
    for (int j = 0; j < rates.length; j++) {
      pool.advanceTo(j * SUB_STEP_SECONDS);
      if (j % SUB_STEPS == 0) {
        int wanted = replicasFor(seen);
        calm = wanted < pool.desired() ? calm + 1 : 0;
        if (wanted > pool.desired() || calm > 20) {
          pool.scaleTo(wanted, j * SUB_STEP_SECONDS);
        }
      }
      seen += .15 * (rates[Math.max(0, j - 6)] - seen);
      ready[j] = pool.ready();
      steps.ready[j / SUB_STEPS] = pool.ready();
      steps.desired[j / SUB_STEPS] = pool.desired();
    }
    return ready;
  }

  private void serve(double[] rates, int[] ready, Steps steps, SplittableRandom random) {
    for (int k = 0; k < latencies.size(); k++) {
      FastModel model = FastModel.of(service, latencies.get(k));
      FastModel.State state = new FastModel.State();
      for (int j = 0; j <= rates.length; j++) {
        if (j < rates.length) {
          model.step(state, rates[j], ready[j], SUB_STEP_SECONDS);
        } else {
          model.finish(state);
        }
        if (j > 0) {
          double mean = state.scoredRequests() * state.violationShare();
          steps.slow[k][(j - 1) / SUB_STEPS] += poisson(mean, random);
        }
        if (k == 0 && j < rates.length) {
          steps.requests[j / SUB_STEPS] += poisson(rates[j] * SUB_STEP_SECONDS, random);
          steps.busy[j / SUB_STEPS] += state.utilization() / SUB_STEPS;
        }
      }
    }
  }

  /** The same requests once per latency, as their seed is the same. */
  private void serveRequests(double[] rates, int[] ready, Steps steps) {
    for (int k = 0; k < latencies.size(); k++) {
      RequestLevelModel model = new RequestLevelModel(service, latencies.get(k), seed);
      for (int j = 0; j < rates.length; j++) {
        model.step(rates[j], ready[j], SUB_STEP_SECONDS);
        steps.busy[j / SUB_STEPS] += k == 0 ? model.utilization() / SUB_STEPS : 0;
      }
      model.finish();
      for (int j = 0; j < rates.length; j++) {
        steps.requests[j / SUB_STEPS] += k == 0 ? model.arrivals(j) : 0;
        steps.slow[k][j / SUB_STEPS] += model.violations(j);
      }
    }
  }

  private int replicasFor(double rate) {
    return Math.max(2, (int) Math.ceil(rate / (target * service.capacity())));
  }

  private double[] rates(int size, SplittableRandom random) {
    double peak = peakReplicas * target * service.capacity();
    double[] rates = new double[size];
    double burst = 0;
    double wander = 0;
    for (int j = 0; j < size; j++) {
      double day = 2 * Math.PI * j / (6 * 720.0);
      if (random.nextInt(1500) == 0) {
        burst = .5 * random.nextDouble();
      }
      burst *= .995;
      wander = .999 * wander + .004 * random.nextGaussian();
      double shape = 1 - swing * .5 * (1 + Math.cos(day));
      rates[j] = Math.max(.05, shape + Math.min(1, 2 * swing) * (burst + wander)) * peak;
    }
    return rates;
  }

  private static double poisson(double mean, SplittableRandom random) {
    if (mean > 50) {
      return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    int count = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** The sum over the window that ends with each step, over a divisor. */
  private static double[] window(double[] values, double divisor) {
    double[] sums = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (int k = i - WINDOW + 1; k <= i; k++) {
        sums[i] += k < 0 ? Double.NaN : values[k];
      }
      sums[i] /= divisor;
    }
    return sums;
  }
}
