package io.rlscaler.simulator.agreement;

import io.rlscaler.simulator.workload.Clients;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ReadyReplicas;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import io.rlscaler.simulator.workload.RequestLevelModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import io.rlscaler.simulator.workload.StartUpDelay;
import io.rlscaler.simulator.workload.WorkloadModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much it matters what the fast model leaves out: one hour of one service, played by the
 * request-level model with one thing after the other switched on, next to the one answer of the
 * fast model. A load of about ten replicas that swings and once jumps, and replicas that follow a
 * minute later.
 */
public final class Omissions {
  private static final int STEPS = 240;
  private static final double STEP_SECONDS = 15;
  private static final int REPLICAS = 10;
  private static final int LAG = 4;
  private static final double UTILIZATION = .75;
  private static final double LATENCY = .5;

  /** Steps that a crashed replica is away. */
  private static final int RESTART = 4;

  private Omissions() {}

  /**
   * One line of the table.
   *
   * @param what is switched on
   * @param exact violation share by the request-level model
   * @param standardError of it
   * @param fast violation share by the fast model, of the nearest routing that it knows
   */
  public record Row(String what, double exact, double standardError, double fast) {}

  private record Case(String what, WorkloadModel model) {}

  /**
   * The table; the first row is the case that the fast model knows.
   *
   * @param runs with different seeds per row, at least 2; ten take about a minute
   */
  public static List<Row> table(int runs) {
    return cases().stream().map(each -> row(each, runs)).toList();
  }

  private static ServiceModel service(Routing routing) {
    return new ServiceModel(4, .1, .7, Distribution.LOG_NORMAL, routing);
  }

  private static ReplicaLife life(WarmUp warmUp, double drainSeconds, double crashesPerHour) {
    return new ReplicaLife(
        StartUpDelay.fixed(0), warmUp, drainSeconds, Shortage.NONE, crashesPerHour);
  }

  private static List<Case> cases() {
    ReplicaLife life = life(WarmUp.NONE, 30, 0);
    WorkloadModel plain = WorkloadModel.of(service(Routing.CENTRAL), life);
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("one queue, nothing else", plain));
    for (Routing routing : List.of(Routing.LEAST_LOADED, Routing.POWER_OF_TWO, Routing.RANDOM)) {
      cases.add(new Case("routing " + routing, WorkloadModel.of(service(routing), life)));
    }
    for (int dispersion : new int[] {2, 5, 20}) {
      cases.add(new Case("arrivals of dispersion " + dispersion, plain.withDispersion(dispersion)));
    }
    for (int retries : new int[] {0, 1, 3}) {
      Clients clients = new Clients(1, retries, .1);
      cases.add(new Case("timeout of 1 s, retries: " + retries, plain.withClients(clients)));
    }
    cases.add(new Case("at most 5 waiting per replica", plain.withQueueLimit(5)));
    cases.add(ofLife("60 s of warm-up at half speed", life(new WarmUp(60, .5), 30, 0)));
    cases.add(ofLife("a crash per replica and hour", life(WarmUp.NONE, 30, 1)));
    cases.add(ofLife("no time to drain", life(WarmUp.NONE, 0, 0)));
    return cases;
  }

  private static Case ofLife(String what, ReplicaLife life) {
    return new Case(what, WorkloadModel.of(service(Routing.CENTRAL), life));
  }

  /** Arrivals in terms of the capacity of ten replicas. */
  private static double load(int step) {
    double swing = .6 + .22 * Math.sin(2 * Math.PI * step / 120) + .05 * Math.sin(1.7 * step);
    return step >= 100 && step < 104 ? 1.3 * swing : swing;
  }

  private static double rate(int step) {
    return load(step) * REPLICAS * service(Routing.CENTRAL).capacity();
  }

  private static int replicas(int step) {
    return (int) Math.ceil(REPLICAS * load(Math.max(0, step - LAG)) / UTILIZATION);
  }

  private static Row row(Case each, int runs) {
    double sum = 0;
    double squares = 0;
    for (int seed = 1; seed <= runs; seed++) {
      double share = exactShare(each, seed);
      sum += share;
      squares += share * share;
    }
    double mean = sum / runs;
    double error = Math.sqrt(Math.max(0, squares / runs - mean * mean) / (runs - 1));
    boolean random = each.model.service().routing() == Routing.RANDOM;
    double fast = fastShare(service(random ? Routing.RANDOM : Routing.CENTRAL));
    return new Row(each.what, mean, error, fast);
  }

  private static double exactShare(Case each, long seed) {
    RequestLevelModel model = new RequestLevelModel(each.model, LATENCY, seed);
    SplittableRandom crashes = new SplittableRandom(-seed);
    int warmSteps = (int) Math.ceil(each.model.life().warmUp().seconds() / STEP_SECONDS);
    int[] away = new int[STEPS + RESTART];
    double crashesPerStep = each.model.life().crashesPerHour() * STEP_SECONDS / 3600;
    for (int k = 0; k < STEPS; k++) {
      int crashed = crashes.nextDouble() < crashesPerStep * replicas(k) ? 1 : 0;
      for (int i = k; i < k + RESTART; i++) {
        away[i] += crashed;
      }
      int count = Math.max(0, replicas(k) - away[k]);
      int added = Math.max(0, replicas(k) - replicas(Math.max(0, k - warmSteps)));
      ReadyReplicas ready = new ReadyReplicas(count, Math.min(count, added), crashed);
      model.step(rate(k), ready, STEP_SECONDS);
    }
    model.finish();
    return model.violationShare(0, STEPS);
  }

  private static double fastShare(ServiceModel service) {
    FastModel model = FastModel.of(service, LATENCY);
    FastModel.State state = new FastModel.State();
    double requests = 0;
    double late = 0;
    for (int k = 0; k <= STEPS; k++) {
      if (k < STEPS) {
        model.step(state, rate(k), replicas(k), STEP_SECONDS);
      } else {
        model.finish(state);
      }
      requests += state.scoredRequests();
      late += state.scoredRequests() * state.violationShare();
    }
    return late / requests;
  }
}
