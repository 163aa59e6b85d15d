package io.rlscaler.simulator.bound;

import io.rlscaler.simulator.bound.Relaxation.Solution;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.util.Arrays;

/**
 * The least replica-seconds of {@code spec.replicas} whose expected violations stay within the
 * budget on the scored part of a load, when all rates are known: a lower bound for every controller
 * in the world of the fast model that decides at the same ticks and keeps the objective.
 *
 * <p>The budget is priced into the cost (Lagrangian relaxation); the value at any price is a bound,
 * the greatest over all prices is the one given. At one price a dynamic programme over the grid of
 * replicas is solved exactly ({@link Relaxation}). In doubt it decides in favour of the bound being
 * low: the work that waits between two ticks is rounded down to a grid, rates are rounded down by
 * up to .1 %, a start-up is rounded down to whole periods, a replica that started before the scored
 * part is free, the counts at its beginning are free, and nothing crashes, warms up, or waits for a
 * node. A start-up takes its median; what luck with single start-ups is worth is noise. Where each
 * replica has a queue of its own, all queues are empty when a tick begins. One thing goes the other
 * way: a request of one queue that waits beyond its tick is judged as if the count stayed.
 *
 * <p>The tables are shared by all start-up times and budgets of one object. Not thread-safe.
 */
public final class ClairvoyantBound {
  private static final double PRICE_STEP = 4;
  private static final int MOST_PRICE_STEPS = 20;
  private static final int STEPS_TO_ZERO = 3;
  private static final int MOST_CUTS = 20;
  private static final int MOST_REPAIRS = 40;
  private static final double REPAIR = 1.25;

  /** Relative distance from the greatest dual value at which the search ends. */
  private static final double CLOSE = 3e-5;

  private static final int SPLICES = 14;
  private static final double EASY_UTILIZATION = 0.6;

  private final Scenario scenario;
  private final Trace trace;
  private final TickTraffic traffic;
  private final FastModel model;
  private final ReplicaCells cells;
  private final TickTables tables;
  private final double requests;

  /**
   * Prepares the bounds of a load.
   *
   * @param scenario its start-up time and good ratio are of no account here
   * @param scoredFromSeconds the scored part begins with the first tick from here on
   * @throws IllegalArgumentException if no tick is left
   */
  public ClairvoyantBound(Scenario scenario, OfferedLoad load, double scoredFromSeconds) {
    this.scenario = scenario;
    trace = load.trace();
    traffic = new TickTraffic(trace, scenario.period().toMillis(), scoredFromSeconds);
    if (traffic.count() == 0) {
      throw new IllegalArgumentException(
          "scored from "
              + scoredFromSeconds
              + " s on: found a trace of "
              + load.trace().length().toSeconds()
              + " s, expected a longer one");
    }
    ServiceModel service = scenario.service();
    model = FastModel.of(service, scenario.latencySeconds());
    cells = new ReplicaCells(scenario.min(), useful(), scenario.max());
    tables = new TickTables(traffic, model, cells);
    double sum = 0;
    for (int k = 0; k < tables.count(); k++) {
      sum += tables.requests(k);
    }
    requests = sum;
  }

  /** Counts above it serve no request better: the busiest step is at two thirds of it. */
  private int useful() {
    double most = 0;
    for (int i = 0; i < trace.size(); i++) {
      most = trace.isKnown(i) ? Math.max(most, trace.rate(i)) : most;
    }
    return (int) Math.ceil(Math.min(scenario.max(), 1.5 * most / model.service().capacity() + 8));
  }

  /** The bound of a scenario on a load from a time on. */
  public static BoundResult compute(Scenario scenario, OfferedLoad load, double scoredFromSeconds) {
    return new ClairvoyantBound(scenario, load, scoredFromSeconds)
        .bound(scenario.startUp().medianSeconds(), scenario.objective().budget());
  }

  /**
   * The bound for one start-up time and budget.
   *
   * @param startUpSeconds of every replica, 0 or more
   * @param budget violation share that is allowed, above 0
   */
  public BoundResult bound(double startUpSeconds, double budget) {
    if (!(startUpSeconds >= 0 && Double.isFinite(startUpSeconds)) || !(budget > 0)) {
      throw new IllegalArgumentException(
          "start-up is "
              + startUpSeconds
              + " s and budget "
              + budget
              + ", expected 0 or more and above 0");
    }
    Relaxation relaxation = new Relaxation(tables, cells, raiseSeconds(startUpSeconds));
    Bracket bracket = maximise(relaxation, budget * requests);
    return primal(bracket, startUpSeconds, budget * requests, relaxation);
  }

  /** What a start-up that ends at a tick has cost: its scored and known seconds. */
  private double[] raiseSeconds(double startUpSeconds) {
    int ahead = (int) Math.min(tables.count(), startUpSeconds / traffic.periodSeconds() + 1e-9);
    double[] charges = new double[tables.count()];
    double sum = 0;
    for (int k = 0; k < charges.length; k++) {
      charges[k] = sum;
      sum += tables.knownSeconds(k);
      sum -= k >= ahead ? tables.knownSeconds(k - ahead) : 0;
    }
    return charges;
  }

  /**
   * Two prices, one whose plan spends more than the budget and one whose plan keeps it.
   *
   * @param dual greatest dual value found
   * @param price at which it was found
   */
  private record Bracket(Solution over, Solution within, double dual, double price) {}

  /** Begins at twice the price at which a request is as dear as the capacity that it needs. */
  private Bracket maximise(Relaxation relaxation, double allowed) {
    double price = 2 / scenario.service().capacity();
    Solution first = relaxation.solve(price);
    boolean rising = first.violations() > allowed;
    Solution last = first;
    for (int i = 0;
        i < MOST_PRICE_STEPS && last.violations() > allowed == rising && price > 0;
        i++) {
      first = last;
      price = rising ? price * PRICE_STEP : i < STEPS_TO_ZERO ? price / PRICE_STEP : 0;
      last = relaxation.solve(price);
    }
    if (last.violations() > allowed == rising) {
      double dual = rising ? last.cost() : last.dual(allowed);
      return new Bracket(last, last, dual, price);
    }
    return rising ? cut(relaxation, first, last, allowed) : cut(relaxation, last, first, allowed);
  }

  /**
   * Cutting planes: the dual value is concave in the price and below the lines of both ends; where
   * these meet is the next price, unless it lies too near the old ends to be of much use.
   */
  private static Bracket cut(
      Relaxation relaxation, Solution over, Solution within, double allowed) {
    Solution best = within.dual(allowed) > over.dual(allowed) ? within : over;
    for (int i = 0; i < MOST_CUTS; i++) {
      double price = (within.cost() - over.cost()) / (over.violations() - within.violations());
      double ceiling = over.cost() + price * (over.violations() - allowed);
      if (ceiling <= best.dual(allowed) * (1 + CLOSE)) {
        break;
      }
      Solution next = relaxation.solve(price);
      best = next.dual(allowed) > best.dual(allowed) ? next : best;
      if (next.violations() > allowed) {
        over = next;
      } else {
        within = next;
      }
    }
    return new Bracket(over, within, best.dual(allowed), best.price());
  }

  /**
   * The relaxation is optimistic, so its plan may spend more than the budget. The price is raised
   * until a plan really keeps it; then the plan before is followed for as long as the budget allows
   * and the dearer one from there on.
   */
  private BoundResult primal(
      Bracket bracket, double startUpSeconds, double allowed, Relaxation relaxation) {
    Solution cheap = bracket.over();
    Solution safe = bracket.within();
    for (int i = 0; i < MOST_REPAIRS && !keeps(safe.replicas(), startUpSeconds, allowed); i++) {
      cheap = safe;
      safe = relaxation.solve(Math.max(safe.price(), bracket.price() + 1e-9) * REPAIR);
    }
    int kept = 0;
    int end = tables.count() + 1;
    for (int i = 0; i < SPLICES && kept + 1 < end; i++) {
      int middle = (kept + end) / 2;
      boolean keeps = keeps(spliced(cheap, safe, middle), startUpSeconds, allowed);
      kept = keeps ? middle : kept;
      end = keeps ? end : middle;
    }
    ReplicaPlan plan = plan(spliced(cheap, safe, kept), startUpSeconds);
    PlanRun run = run(plan);
    return new BoundResult(
        bracket.dual(),
        bracket.price(),
        plan,
        run.replicaSeconds(),
        requests > 0 ? run.violations() / requests : 0,
        run.violations() <= allowed);
  }

  private static int[] spliced(Solution cheap, Solution safe, int ticksOfCheap) {
    int[] replicas = safe.replicas().clone();
    System.arraycopy(cheap.replicas(), 0, replicas, 0, Math.min(replicas.length, ticksOfCheap));
    return replicas;
  }

  private boolean keeps(int[] ready, double startUpSeconds, double allowed) {
    return run(plan(ready, startUpSeconds)).violations() <= allowed;
  }

  /** What a plan leads to in the fast model. */
  PlanRun run(ReplicaPlan plan) {
    return PlanRun.of(plan, traffic, model);
  }

  private ReplicaPlan plan(int[] ready, double startUpSeconds) {
    StartUpDelay startUp = new StartUpDelay(startUpSeconds, scenario.startUp().sigma());
    return new ReplicaPlan(
        scenario.period(), before(ready, startUpSeconds), ready, startUp, scenario.max());
  }

  /** Before the scored part: the largest load within two start-ups, at a low utilization. */
  private int[] before(int[] ready, double startUpSeconds) {
    double period = traffic.periodSeconds();
    int[] counts = new int[(int) Math.round(traffic.fromSeconds() / period)];
    int ahead = (int) Math.ceil(2 * startUpSeconds / period) + 1;
    int[] enough = new int[counts.length + ahead];
    int then = Arrays.stream(ready).limit(ahead).max().orElseThrow();
    Arrays.fill(enough, counts.length, enough.length, then);
    for (int k = 0; k < counts.length; k++) {
      double load = trace.rateAt(k * period).orElse(0) / scenario.service().capacity();
      enough[k] = (int) Math.ceil(load / EASY_UTILIZATION);
    }
    for (int k = 0; k < counts.length; k++) {
      int most = Arrays.stream(enough, k, k + ahead).max().orElseThrow();
      counts[k] = Math.max(scenario.min(), Math.min(scenario.max(), most));
    }
    return counts;
  }
}
