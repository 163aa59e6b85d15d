package io.rlscaler.trainer.learning;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.trainer.environment.Curriculum;
import io.rlscaler.trainer.environment.Foresight;
import io.rlscaler.trainer.environment.Range;
import io.rlscaler.trainer.environment.Rollouts;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.WorldSampler;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.Adam;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.run.Checkpoint;
import io.rlscaler.trainer.run.IterationReport;
import io.rlscaler.trainer.run.TrainingConfig;
import io.rlscaler.trainer.run.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One training from its first weights to its best policy: stage after stage, the policy acts in
 * simulated worlds and is improved by what came of it.
 *
 * <p>All that is random in an iteration comes from the training's seed and the iteration's number,
 * and environments can play their actions again. So a training that goes on from a checkpoint comes
 * to the numbers of one that was never interrupted, if its stages are bounded in decisions and not
 * in time.
 */
final class Training {
  private static final int STAGES = 2;

  /** Iterations between two looks at the validation traces. */
  private static final int SELECT_EVERY = 50;

  /** Iterations between two checkpoints. */
  private static final int SAVE_EVERY = 25;

  /** Decisions from which the normalisation of features is learned; then it stays. */
  private static final double ROWS_OF_MOMENTS = 3e6;

  /** Where the actor begins: level 2, narrow, and hardly ever the baseline. */
  private static final float[] FIRST_OUTPUTS = {2, -3, -6};

  private final TrainingConfig config;
  private final TrainingRun run;
  private final BooleanSupplier stop;
  private final PolicyTrainer.Listener listener;
  private final ActorCriticShape shape;
  private final TrainedPolicy policy;
  private final WorldSampler sampler;
  private final Curriculum curriculum = Curriculum.standard();
  private final Selection selection;
  private final Range strictness;
  private RunningMoments moments = FeatureMoments.first();
  private FeatureSample seen = new FeatureSample();
  private float[] weights;
  private long steps;
  private long iteration;
  private double seconds;
  private Optional<String> divergence = Optional.empty();

  Training(
      TrainingConfig config,
      List<Trace> traces,
      Validation validation,
      PolicyContract draft,
      TrainingRun run,
      BooleanSupplier stop,
      PolicyTrainer.Listener listener) {
    this.config = config;
    this.run = run;
    this.stop = stop;
    this.listener = listener;
    shape =
        new ActorCriticShape(
            Feature.COUNT,
            Feature.COUNT + (config.critic().asymmetric() ? Foresight.COUNT : 0),
            config.ppo().hidden(),
            PolicyHead.orderedLevels());
    policy = new TrainedPolicy(shape, draft);
    selection = new Selection(validation, policy, listener);
    strictness = new Range(config.strictness().from(), config.strictness().to());
    sampler = new WorldSampler(traces, strictness);
    weights = shape.initialWeights(random(0));
    shape.startFrom(weights, FIRST_OUTPUTS);
  }

  /**
   * What came out.
   *
   * @param steps decisions taken
   * @param seconds that they took, learning included
   * @param selected the best policy
   * @param seen features of the training
   * @param ending why it ended
   */
  record Result(
      long steps,
      double seconds,
      Selection.Best selected,
      FeatureSample seen,
      PolicyTrainer.Ending ending) {}

  /** The policy's contract and how its weights become a policy. */
  TrainedPolicy policy() {
    return policy;
  }

  Result run() throws IOException {
    Optional<Checkpoint> restored = run.restored();
    restored.ifPresent(this::restore);
    int from = restored.map(checkpoint -> (int) checkpoint.longs("stage")[0]).orElse(0);
    for (int index = from; index < STAGES && !isOver(); index++) {
      boolean gradient = index == 0;
      if (gradient && !config.gradientStart().enabled()) {
        continue;
      }
      Optional<Checkpoint> at = index == from ? restored : Optional.empty();
      try (StageRun stage = new StageRun(index, stage(gradient, at), limit(gradient), at)) {
        stage.run();
      }
      selection.look(weights, moments, gradient ? "start by gradient" : "PPO");
    }
    if (selection.best().weights().length == 0) {
      selection.look(weights, moments, "nothing but the first weights");
    }
    return new Result(steps, seconds, selection.best(), seen, ending());
  }

  private Stage stage(boolean gradient, Optional<Checkpoint> at) {
    StrictnessScale scale =
        at.isPresent()
            ? new StrictnessScale(strictness, at.get().doubles("scale"))
            : new StrictnessScale(strictness);
    return gradient
        ? new GradientStart(scale)
        : new PpoStage(config.ppo(), config.critic().asymmetric(), scale);
  }

  private StageLimit limit(boolean gradient) {
    TrainingConfig.Budget budget = config.budget();
    return gradient
        ? new StageLimit(budget.gradientStart(), budget.gradientStartSteps())
        : new StageLimit(budget.ppo(), budget.ppoSteps());
  }

  private boolean stopRequested() {
    return stop.getAsBoolean();
  }

  private boolean isOver() {
    return stopRequested() || divergence.isPresent();
  }

  private PolicyTrainer.Ending ending() {
    if (divergence.isPresent()) {
      return PolicyTrainer.Ending.DIVERGED;
    }
    return stopRequested() ? PolicyTrainer.Ending.SIGNAL : PolicyTrainer.Ending.BUDGET;
  }

  /** One stage with its learner and its environments. */
  private final class StageRun implements AutoCloseable {
    private final int index;
    private final Stage stage;
    private final StageLimit limit;
    private final PpoLearner learner;
    private final OnnxPolicy contract;
    private final Rollouts rollouts;
    private long stageSteps;
    private double stageSeconds;

    StageRun(int index, Stage stage, StageLimit limit, Optional<Checkpoint> at) {
      this.index = index;
      this.stage = stage;
      this.limit = limit;
      learner = new PpoLearner(shape, config.ppo().settings(), weights);
      contract = policy.load(weights, moments);
      rollouts =
          new Rollouts(
              sampler,
              contract,
              curriculum,
              config.ppo().environments(),
              config.seed() + 31L * index);
      if (at.isPresent()) {
        goOn(at.get());
      } else {
        rollouts.begin();
      }
    }

    private void goOn(Checkpoint at) {
      stageSteps = at.longs("stageSteps")[0];
      stageSeconds = at.doubles("stageSeconds")[0];
      learner.restore(
          weights,
          new Adam.State(
              at.longs("adam.steps")[0], at.floats("adam.first"), at.floats("adam.second")));
      rollouts.restore(
          new Rollouts.State(at.longs("environments"), at.floats("openLogProbabilities")));
    }

    void run() throws IOException {
      while (progress() < 1 && !isOver()) {
        iterate();
        if (iteration % SAVE_EVERY == 0 && divergence.isEmpty()) {
          save();
        }
      }
      if (stopRequested() && divergence.isEmpty()) {
        save();
      }
    }

    private double progress() {
      return limit.progress(stageSteps, stageSeconds);
    }

    private void iterate() throws IOException {
      double before = now();
      List<Segment> segments = act();
      Optional<Stage.Figures> figures = learn(stage, learner, segments, progress());
      if (figures.isEmpty()) {
        return;
      }
      weights = learner.weights();
      iteration++;
      int rows = Samples.rows(segments);
      double took = now() - before;
      steps += rows;
      seconds += took;
      stageSteps += rows;
      stageSeconds += took;
      report(segments, figures.get(), rows / took, overall(index, progress()));
    }

    /** Until there is enough for a minibatch: at first hardly any return is complete. */
    private List<Segment> act() {
      List<Segment> segments = new ArrayList<>();
      try (OnnxPolicy asked = policy.load(weights, moments)) {
        while (Samples.rows(segments) < config.ppo().minibatch()) {
          segments.addAll(
              rollouts.collect(
                  asked, stage.choice(), curriculum.stageAt(progress()), config.ppo().steps()));
        }
      }
      return segments;
    }

    private void save() throws IOException {
      Training.this.run.save(checkpoint(index, stage, learner, rollouts, stageSteps, stageSeconds));
    }

    @Override
    public void close() {
      rollouts.close();
      contract.close();
      learner.close();
    }
  }

  /** Empty when the learner's numbers are no longer finite. */
  private Optional<Stage.Figures> learn(
      Stage stage, PpoLearner learner, List<Segment> segments, double progress) {
    SplittableRandom random = random(iteration + 1);
    try {
      Stage.Figures figures = stage.learn(learner, segments, moments, progress, random);
      float[] features = Samples.features(segments);
      seen.add(features, random);
      if (moments.count() < ROWS_OF_MOMENTS) {
        moments.update(Samples.doubles(features));
      }
      return Optional.of(figures);
    } catch (IllegalStateException e) {
      divergence = Optional.of("iteration " + (iteration + 1) + ": " + e.getMessage());
      listener.message(divergence.get() + "; the training ends with the best policy before it");
      return Optional.empty();
    }
  }

  private SplittableRandom random(long number) {
    return new SplittableRandom(config.seed() * 1_000_003L + number);
  }

  private void report(
      List<Segment> segments, Stage.Figures figures, double stepsPerSecond, double progress)
      throws IOException {
    OptionalDouble gap = OptionalDouble.empty();
    if (iteration % SELECT_EVERY == 0) {
      gap =
          OptionalDouble.of(selection.look(weights, moments, "iteration " + iteration).gapClosed());
    }
    run.record(
        new IterationReport(
            iteration,
            steps,
            seconds,
            stepsPerSecond,
            Samples.cost(segments),
            Samples.violationShare(segments),
            0,
            figures.kl(),
            figures.entropy(),
            figures.policyLoss(),
            figures.valueLoss(),
            figures.learningRate(),
            gap),
        progress);
  }

  /** Progress of the whole training in that of one stage. */
  private double overall(int stage, double progress) {
    double start =
        config.gradientStart().enabled() ? config.budget().gradientStart().toMillis() : 0;
    double ppo = config.budget().ppo().toMillis();
    return (stage == 0 ? progress * start : start + progress * ppo) / (start + ppo);
  }

  private Checkpoint checkpoint(
      int index,
      Stage stage,
      PpoLearner learner,
      Rollouts rollouts,
      long stageSteps,
      double stageSeconds) {
    Adam.State adam = learner.optimiser();
    Rollouts.State environments = rollouts.state();
    Selection.Best best = selection.best();
    return new Checkpoint(
        new Checkpoint.Header(
            config.digest(), Feature.digest(), iteration, steps, seconds, Map.of()),
        Map.of(
            "weights", learner.weights(),
            "adam.first", adam.first(),
            "adam.second", adam.second(),
            "openLogProbabilities", environments.logProbabilities(),
            "seen", seen.rows(),
            "best", best.weights()),
        Map.of(
            "stageSeconds", new double[] {stageSeconds},
            "scale", stage.scale().state(),
            "moments.mean", moments.mean(),
            "moments.variance", moments.variance(),
            "moments.count", new double[] {moments.count()},
            "best.score", best.scores(),
            "best.mean", best.moments().mean(),
            "best.variance", best.moments().variance(),
            "best.count", new double[] {best.moments().count()}),
        Map.of(
            "stage", new long[] {index},
            "stageSteps", new long[] {stageSteps},
            "adam.steps", new long[] {adam.steps()},
            "environments", environments.actions()));
  }

  private void restore(Checkpoint at) {
    iteration = at.header().iteration();
    steps = at.header().environmentSteps();
    seconds = at.header().seconds();
    weights = at.floats("weights");
    seen = new FeatureSample(at.floats("seen"));
    moments = FeatureMoments.of(at, "moments");
    selection.restore(
        new Selection.Best(
            at.floats("best"), FeatureMoments.of(at, "best"), at.doubles("best.score")));
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }
}
