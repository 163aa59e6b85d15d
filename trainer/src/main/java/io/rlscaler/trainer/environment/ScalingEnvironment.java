package io.rlscaler.trainer.environment;

import io.rlscaler.engine.Deliberation;
import io.rlscaler.engine.policy.ActionCounts;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.trainer.credit.CreditLedger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One workload that a policy learns on: an episode of the simulator under the engine's own loop,
 * shield included. The action is the policy's own, whatever the shield makes of it.
 *
 * <p>Decisions without a question to the policy, as while the rate is unknown, pass by themselves;
 * they can be charged, but nobody learns from them. Not thread-safe.
 */
public final class ScalingEnvironment implements AutoCloseable {
  /** Far enough from the chosen action's 0 that no other has any probability. */
  private static final double NEVER = -1e3;

  /** A queue that is worth so much time of arrivals is one; shorter ones come and go. */
  private static final double QUEUE_SECONDS = 1;

  private final World world;
  private final Episode episode;
  private final ServedSteps served;
  private final CreditLedger ledger;
  private final Foresight foresight;
  private final Deque<Open> open = new ArrayDeque<>();
  private final double[] logits = new double[ActionTable.COUNT];
  private final double[] risks = new double[ActionTable.COUNT];

  /** Index in the served steps at which each decision's time begins. */
  private int[] firstStep = new int[256];

  private int scored;
  private int queueSteps;

  /** The deliberation that waits for its answer, none between an answer and the next question. */
  private final Deque<Deliberation> asked = new ArrayDeque<>(1);

  /** A decision of the policy whose return may still change. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Open(
      int decision,
      float[] features,
      float[] foresight,
      int action,
      double logProbability,
      double expectedLoad,
      double backlog) {}

  /**
   * A workload before its first decision.
   *
   * @param policy of which only the contract counts; stays open
   */
  public ScalingEnvironment(World world, OnnxPolicy policy) {
    this.world = world;
    ControllerSetup setup = new ControllerSetup.Policy("trained", policy, world.settings());
    episode = new Episode(world.scenario(), world.load(), setup);
    served = episode.served();
    foresight = new Foresight(world);
    double period = world.periodSeconds();
    ledger =
        new CreditLedger(
            world.startUpSteps(),
            world.holdSteps(),
            world.settings().strictness(),
            world.meanLoad(),
            world.meanLoad() * world.capacity() * period);
  }

  /** What it is made of. */
  public World world() {
    return world;
  }

  /**
   * Passes decisions until the policy is asked.
   *
   * @return the features [F], none when the episode is over
   */
  public float[] observe() {
    if (!asked.isEmpty()) {
      throw new IllegalStateException("the question before this one was not answered");
    }
    while (!episode.isFinished()) {
      Deliberation deliberation = episode.observe();
      if (deliberation.features().length > 0) {
        asked.add(deliberation);
        return deliberation.features();
      }
      pass(deliberation, OptionalInt.empty());
    }
    return new float[0];
  }

  /**
   * Answers the question of {@link #observe()}.
   *
   * @param action that the policy took
   * @param logProbability with which it took it
   */
  public void act(int action, double logProbability) {
    Deliberation deliberation = asked.remove();
    Arrays.fill(logits, NEVER);
    logits[action] = 0;
    deliberation.answer(logits, risks);
    ActionCounts.Basis basis = deliberation.basis();
    open.add(
        new Open(
            ledger.size(),
            deliberation.features(),
            foresight.at(ledger.size(), basis.expectedLoad(), episode.desired(), episode.ready()),
            action,
            logProbability,
            basis.expectedLoad(),
            basis.backlogReplicas()));
    pass(deliberation, deliberation.count(action));
  }

  private void pass(Deliberation deliberation, OptionalInt wished) {
    int decision = ledger.size();
    if (decision + 1 >= firstStep.length) {
      firstStep = Arrays.copyOf(firstStep, 2 * firstStep.length);
    }
    firstStep[decision] = served.size();
    episode.act(deliberation);
    firstStep[decision + 1] = served.size();
    ledger.ask(wished.orElse(episode.desired()), episode.desired());
    // the newest step is scored with the next one, or at the end
    while (scored < ledger.size() && (firstStep[scored + 1] < served.size() || isFinished())) {
      double violating = 0;
      boolean waiting = false;
      for (int step = firstStep[scored]; step < firstStep[scored + 1]; step++) {
        violating += served.violations(step);
        waiting |= served.backlog(step) > served.rate(step) * QUEUE_SECONDS;
      }
      ledger.charge(scored, violating, queueSteps);
      queueSteps = waiting ? queueSteps + 1 : 0;
      scored++;
    }
  }

  /** Gives away the decisions of the policy whose return is complete, oldest first. */
  public void completed(Consumer<Transition> into) {
    while (!open.isEmpty() && (isFinished() || ledger.isComplete(open.peek().decision(), scored))) {
      into.accept(transition(open.remove()));
    }
  }

  private Transition transition(Open made) {
    double requests = 0;
    double violating = 0;
    for (int step = firstStep[made.decision()]; step < firstStep[made.decision() + 1]; step++) {
      requests += served.requests(step);
      violating += served.violations(step);
    }
    double perReplica = world.capacity() * world.periodSeconds();
    return new Transition(
        made.features(),
        made.foresight(),
        made.action(),
        made.logProbability(),
        ledger.returned(made.decision()),
        made.expectedLoad(),
        made.backlog(),
        requests / perReplica,
        violating / perReplica,
        ledger.asked(made.decision()));
  }

  /** Log-probabilities of the decisions that were not given away yet, oldest first. */
  float[] openLogProbabilities() {
    float[] values = new float[open.size()];
    int i = 0;
    for (Open decision : open) {
      values[i++] = (float) decision.logProbability();
    }
    return values;
  }

  /** Whether the episode is over. */
  public boolean isFinished() {
    return episode.isFinished();
  }

  @Override
  public void close() {
    episode.close();
  }
}
