package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.ReferenceUtilization;
import io.rlscaler.simulator.episode.ReferenceUtilizationTable;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.Transition;
import io.rlscaler.trainer.environment.World;
import java.util.List;

/**
 * A workload as a fluid, through which the cost of a sequence of headroom levels can be
 * differentiated.
 *
 * <p>With the level l(t) of decision t, the load e(t) that was expected then and the load a(t) that
 * came until the next decision, all in replicas:
 *
 * <pre>
 * n(t) = ceil(replicas that carry e(t) exp(.03 sinh l(t)) + backlog term), within min and max
 * h(t) = max of n over the hold before t              replicas asked for
 * s(t) = min of h over the start-up time before t     replicas that serve
 * q(t + 1) = max(0, q(t) + a(t) - s(t))               work that waits
 * x(t) = log((a(t) + q(t)) / s(t))                    how much too few replicas serve
 * v(t) = sigmoid(x(t) / width)                        share of violations
 * d(t) = width log(1 + exp(x(t) / width))             depth of a shortage
 * loss = mean of (h(t) + strictness a(t) (v(t) + d(t))) / mean load / sqrt(strictness)
 * </pre>
 *
 * width is such that v = .001 at the reference utilization. Without the depth a deep shortage would
 * have no slope at all. Rounding up is left out of the gradient (straight-through; Bengio, Leonard
 * and Courville, "Estimating or Propagating Gradients Through Stochastic Neurons", 2013), and of
 * equal values the latest has the gradient of a maximum or minimum.
 */
final class FluidModel {
  /** Logit of the violation share .001 at which the reference utilization is defined. */
  private static final double LOGIT = Math.log(.999 / .001);

  private static final double LEAST_WIDTH = 0.01;
  private static final double LEAST_LOAD = 1e-6;

  /** Where between empty and full a pool is looked up in the table of loads. */
  private static final double EASY = 0.9;

  private static final double LOWEST = ActionTable.LEVELS.get(0);
  private static final double HIGHEST = ActionTable.LEVELS.get(ActionTable.LEVELS.size() - 1);

  private final World world;
  private final ReferenceUtilization utilization;

  FluidModel(World world) {
    this.world = world;
    Scenario scenario = world.scenario();
    utilization = ReferenceUtilizationTable.of(scenario.service(), scenario.latencySeconds());
  }

  /**
   * What a sequence of levels leads to. Unchangeable but for the array, which is not copied.
   *
   * @param loss as above
   * @param cost mean of h over the mean load
   * @param violationShare of the requests
   * @param gradient of {@code loss} by the level of each decision
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  record Outcome(double loss, double cost, double violationShare, double[] gradient) {}

  /**
   * Plays the decisions of a segment with other levels.
   *
   * @param levels of each decision, as real numbers; beyond the table they count as its ends, and
   *     have no gradient that leads further away
   */
  Outcome play(Segment segment, double[] levels) {
    Play play = new Play(segment.transitions(), levels);
    play.forward();
    return play.outcome(play.backward());
  }

  /** One sequence of decisions, forwards and then backwards. */
  private final class Play {
    private final List<Transition> transitions;
    private final double[] levels;
    private final int size;
    private final double scale;
    private final double strictness = world.settings().strictness();
    private final double[] slopes;
    private final int[] held;
    private final double[] asked;
    private final int[] slowest;
    private final double[] serving;
    private final double[] waiting;
    private final double[] late;
    private final double[] width;
    private double cost;
    private double violating;
    private double shortage;
    private double offered;

    Play(List<Transition> transitions, double[] levels) {
      this.transitions = transitions;
      this.levels = levels;
      size = transitions.size();
      scale = 1 / (world.meanLoad() * Math.sqrt(strictness) * size);
      double[] counts = new double[size];
      slopes = new double[size];
      for (int t = 0; t < size; t++) {
        count(transitions.get(t), levels[t], t, counts, slopes);
      }
      held = latestExtreme(counts, world.holdSteps(), 1);
      asked = at(counts, held);
      slowest = latestExtreme(asked, world.startUpSteps(), -1);
      serving = at(asked, slowest);
      waiting = new double[size + 1];
      late = new double[size];
      width = new double[size];
    }

    private double load(int t) {
      return transitions.get(t).offeredLoad();
    }

    private double work(int t) {
      return Math.max(load(t) + waiting[t], LEAST_LOAD);
    }

    void forward() {
      for (int t = 0; t < size; t++) {
        width[t] = Math.max(LEAST_WIDTH, -Math.log(utilization.at(EASY * serving[t])) / LOGIT);
        double excess = Math.log(work(t) / serving[t]) / width[t];
        late[t] = 1 / (1 + Math.exp(-excess));
        waiting[t + 1] = Math.max(0, waiting[t] + load(t) - serving[t]);
        cost += asked[t];
        violating += load(t) * late[t];
        shortage += load(t) * width[t] * Math.log1p(Math.exp(Math.min(700, excess)));
        offered += load(t);
      }
    }

    /** The derivative of the loss by each level. */
    double[] backward() {
      double[] byAsked = new double[size];
      double byWaiting = 0;
      for (int t = size - 1; t >= 0; t--) {
        double byExcess =
            strictness * scale * load(t) * (late[t] * (1 - late[t]) / width[t] + late[t]);
        double byServing = -byExcess / serving[t];
        double byWork = byExcess / work(t);
        if (waiting[t + 1] > 0) {
          byServing -= byWaiting;
          byWork += byWaiting;
        }
        byWaiting = byWork;
        byAsked[slowest[t]] += byServing;
        byAsked[t] += scale;
      }
      double[] byLevel = new double[size];
      for (int t = 0; t < size; t++) {
        byLevel[held[t]] += byAsked[t] * slopes[held[t]];
      }
      for (int t = 0; t < size; t++) {
        boolean outwards =
            levels[t] > HIGHEST ? byLevel[t] < 0 : levels[t] < LOWEST && byLevel[t] > 0;
        byLevel[t] = outwards ? 0 : byLevel[t];
      }
      return byLevel;
    }

    Outcome outcome(double[] gradient) {
      return new Outcome(
          scale * (cost + strictness * (violating + shortage)),
          cost / (world.meanLoad() * size),
          offered > 0 ? violating / offered : 0,
          gradient);
    }
  }

  private void count(Transition seen, double wished, int t, double[] counts, double[] slopes) {
    double level = Math.max(LOWEST, Math.min(HIGHEST, wished));
    double wanted =
        utilization.replicasFor(seen.expectedLoad() * Math.exp(ActionTable.marginOfLevel(level)));
    double count = wanted + seen.backlog();
    int min = world.scenario().min();
    int max = world.scenario().max();
    counts[t] = Math.max(min, Math.min(max, Math.ceil(count - 1e-9)));
    // a pool carries nearly as many times more load as it has more replicas
    boolean free = count > min - 1 && count < max;
    slopes[t] = free ? wanted * ActionTable.marginSlope(level) : 0;
  }

  /** Of each window of {@code before} values and the newest, where its extreme is. */
  private static int[] latestExtreme(double[] values, int before, int sign) {
    int[] at = new int[values.length];
    for (int t = 0; t < values.length; t++) {
      int best = Math.max(0, t - before);
      for (int i = best + 1; i <= t; i++) {
        best = sign * values[i] >= sign * values[best] ? i : best;
      }
      at[t] = best;
    }
    return at;
  }

  private static double[] at(double[] values, int[] indices) {
    double[] result = new double[indices.length];
    for (int t = 0; t < result.length; t++) {
      result[t] = values[indices[t]];
    }
    return result;
  }
}
