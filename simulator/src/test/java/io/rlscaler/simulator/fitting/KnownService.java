package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReplicaPool;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.ArrayList;
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
    long seed) {
  static final Duration STEP = Duration.ofSeconds(15);
  static final int WINDOW = 4;
  private static final int SUB_STEPS = 3;

  static KnownService of(ServiceModel service, List<Double> latencies, long seed) {
    return new KnownService(
        service, new StartUpDelay(60, .25), 12, .8, 24, .5, latencies, .02, 0, 0, seed);
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
    double[] rate = window(steps.requests, WINDOW * STEP.toSeconds());
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
      double[] slow = window(steps.slow[k], WINDOW * STEP.toSeconds());
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
    List<FastModel> models = new ArrayList<>();
    List<FastModel.State> states = new ArrayList<>();
    for (double latency : latencies) {
      models.add(FastModel.of(service, latency));
      states.add(new FastModel.State());
    }
    double h = (double) STEP.toSeconds() / SUB_STEPS;
    double[] rates = rates(size * SUB_STEPS, random);
    ReplicaPool pool = new ReplicaPool(startUp, replicasFor(rates[0]), seed);
    double seen = rates[0];
    int calm = 0;
    for (int j = 0; j <= rates.length; j++) {
      int i = j / SUB_STEPS;
      double time = j * h;
      pool.advanceTo(time);
      if (j < rates.length) {
        if (j % SUB_STEPS == 0) {
          int wanted = replicasFor(seen);
          calm = wanted < pool.desired() ? calm + 1 : 0;
          if (wanted > pool.desired() || calm > 20) {
            pool.scaleTo(wanted, time);
          }
        }
        seen += .15 * (rates[Math.max(0, j - 6)] - seen);
      }
      for (int k = 0; k < models.size(); k++) {
        if (j < rates.length) {
          models.get(k).step(states.get(k), rates[j], pool.ready(), h);
        } else {
          models.get(k).finish(states.get(k));
        }
        if (j > 0) {
          double mean = states.get(k).scoredRequests() * states.get(k).violationShare();
          steps.slow[k][(j - 1) / SUB_STEPS] += poisson(mean, random);
        }
      }
      if (j < rates.length) {
        steps.requests[i] += poisson(rates[j] * h, random);
        steps.busy[i] += states.get(0).utilization() / SUB_STEPS;
        steps.ready[i] = pool.ready();
        steps.desired[i] = pool.desired();
      }
    }
    return steps;
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
