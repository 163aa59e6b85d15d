package io.rlscaler.trainer.learning;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.trainer.environment.Curriculum;
import io.rlscaler.trainer.environment.Randomisation;
import io.rlscaler.trainer.environment.Range;
import io.rlscaler.trainer.environment.Rollouts;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.WorldSampler;
import io.rlscaler.trainer.export.PolicyArtifactWriter;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.ppo.UpdateReport;
import io.rlscaler.trainer.run.IterationReport;
import io.rlscaler.trainer.run.StopSignal;
import io.rlscaler.trainer.run.TrainingConfig;
import io.rlscaler.trainer.run.TrainingRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** One training from its first weights to the best policy. */
final class Training {
  /** Iterations between two looks at the validation traces. */
  private static final int SELECT_EVERY = 25;

  private final TrainingConfig config;
  private final Validation validation;
  private final TrainingRun run;
  private final StopSignal stop;
  private final PolicyTrainer.Listener listener;
  private final SplittableRandom random;
  private final ActorCriticShape shape;
  private final TrainedPolicy policy;
  private final WorldSampler sampler;
  private final Curriculum curriculum = Curriculum.standard();
  private final RunningMoments moments;
  private final Range strictness;

  private float[] best = new float[0];
  private Validation.Score bestScore = new Validation.Score(Double.NEGATIVE_INFINITY, 0, 0);
  private long steps;
  private long iteration;
  private double seconds;

  Training(
      TrainingConfig config,
      List<Trace> traces,
      Validation validation,
      PolicyContract draft,
      TrainingRun run,
      StopSignal stop,
      PolicyTrainer.Listener listener) {
    this.config = config;
    this.validation = validation;
    this.run = run;
    this.stop = stop;
    this.listener = listener;
    random = new SplittableRandom(config.seed());
    shape =
        new ActorCriticShape(
            io.rlscaler.engine.policy.Feature.COUNT,
            config.ppo().hidden(),
            PolicyHead.orderedLevels());
    policy = new TrainedPolicy(shape, draft);
    moments = new RunningMoments(io.rlscaler.engine.policy.Feature.COUNT);
    strictness = new Range(config.strictness().from(), config.strictness().to());
    sampler = new WorldSampler(traces, strictness);
  }

  /**
   * What came out.
   *
   * @param steps decisions taken
   * @param seconds that they took, learning included
   * @param gapClosed by the best policy on the validation traces
   */
  record Result(long steps, double seconds, double gapClosed) {}

  Result run() throws IOException {
    if (Boolean.getBoolean("opponents")) {
      var l = io.rlscaler.engine.policy.Limits.DEFAULT;
      listener.message("spread " + validation.score(java.util.stream.DoubleStream.of(0,.5,1,1.5,2,3,4,6,8,10).<io.rlscaler.simulator.episode.ControllerSetup>mapToObj(z -> new io.rlscaler.simulator.episode.ControllerSetup.Spread(z, l)).toList()));
      listener.message("headroom " + validation.score(java.util.stream.DoubleStream.of(-1,0,1,1.5,2,2.5,3,3.5,4,4.5,5).<io.rlscaler.simulator.episode.ControllerSetup>mapToObj(z -> new io.rlscaler.simulator.episode.ControllerSetup.Headroom(z, l)).toList()));
    }
    float[] weights = shape.initialWeights(random.split());
    shape.startFrom(weights, 2, -3, -6);
    if (config.gradientStart().enabled()) {
      weights = startByGradient(weights);
      select(weights, "after the start by gradient");
    }
    weights = improve(weights);
    select(weights, "after PPO");
    export();
    return new Result(steps, seconds, bestScore.gapClosed());
  }

  private float[] startByGradient(float[] weights) throws IOException {
    Duration budget = config.budget().gradientStart();
    StrictnessScale scale = new StrictnessScale(strictness);
    try (PpoLearner learner = new PpoLearner(shape, config.ppo().settings(), weights)) {
      GradientStart start = new GradientStart(learner, scale, shape.outputs());
      try (OnnxPolicy first = policy.load(learner.weights(), moments);
          Rollouts rollouts = rollouts(first)) {
        double begun = now();
        double progress = 0;
        while (progress < 1 && !stop.isRequested()) {
          double before = now();
          Randomisation stage = curriculum.at(progress);
          List<Segment> segments;
          try (OnnxPolicy asked = policy.load(learner.weights(), moments)) {
            segments = rollouts.collect(asked, Rollouts.Choice.MODE, stage, config.ppo().steps());
          }
          observe(segments);
          double rate = 2e-3 * (1 - progress) + 1e-5;
          GradientStart.Report report = start.learn(segments, moments, rate, random.split());
          progress = Math.min(1, (now() - begun) / (budget.toMillis() / 1000.0));
          iteration++;
          int rows = Samples.rows(segments);
          steps += rows;
          seconds += now() - before;
          run.record(
              new IterationReport(
                  iteration,
                  steps,
                  seconds,
                  rows / (now() - before),
                  report.cost(),
                  report.violationShare(),
                  0,
                  0,
                  0,
                  report.loss(),
                  0,
                  rate,
                  OptionalDouble.empty()),
              progress);
        }
      }
      return learner.weights();
    }
  }

  private float[] improve(float[] weights) throws IOException {
    Duration budget = config.budget().ppo();
    StrictnessScale scale = new StrictnessScale(strictness);
    try (PpoLearner learner = new PpoLearner(shape, config.ppo().settings(), weights)) {
      PpoStage stage = new PpoStage(learner, scale);
      try (OnnxPolicy first = policy.load(learner.weights(), moments);
          Rollouts rollouts = rollouts(first)) {
        double begun = now();
        double progress = 0;
        while (progress < 1 && !stop.isRequested()) {
          double before = now();
          List<Segment> segments;
          try (OnnxPolicy asked = policy.load(learner.weights(), moments)) {
            segments =
                rollouts.collect(
                    asked, Rollouts.Choice.SAMPLED, curriculum.at(progress), config.ppo().steps());
          }
          double rate = config.ppo().learningRate() * (1 - progress);
          TrainingConfig.Entropy entropy = config.ppo().entropy();
          UpdateReport report =
              stage.learn(
                  segments,
                  moments,
                  rate,
                  entropy.from() + progress * (entropy.to() - entropy.from()),
                  random.split());
          progress = Math.min(1, (now() - begun) / (budget.toMillis() / 1000.0));
          iteration++;
          int rows = Samples.rows(segments);
          steps += rows;
          seconds += now() - before;
          OptionalDouble gap = OptionalDouble.empty();
          if (iteration % SELECT_EVERY == 0) {
            gap =
                OptionalDouble.of(
                    select(learner.weights(), "at iteration " + iteration).gapClosed());
          }
          run.record(
              new IterationReport(
                  iteration,
                  steps,
                  seconds,
                  rows / (now() - before),
                  cost(segments),
                  0,
                  0,
                  report.approximateKl(),
                  report.entropy(),
                  report.policyLoss(),
                  report.valueLoss(),
                  rate,
                  gap),
              progress);
        }
      }
      return learner.weights();
    }
  }

  private static double cost(List<Segment> segments) {
    return -Samples.of(segments, t -> t.returned())[0];
  }

  private Rollouts rollouts(OnnxPolicy contract) {
    return new Rollouts(
        sampler, contract, config.ppo().environments(), curriculum.at(0), random.split());
  }

  private void observe(List<Segment> segments) {
    float[] features = Samples.features(segments);
    double[] batch = new double[features.length];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = features[i];
    }
    moments.update(batch);
  }

  private Validation.Score select(float[] weights, String when) {
    try (OnnxPolicy candidate = policy.load(weights, moments)) {
      Validation.Score score = validation.score(candidate);
      listener.message(
          "%s: gap closed %.3f, kept %.2f, setting %d"
              .formatted(when, score.gapClosed(), score.kept(), score.safeEnough()));
      if (score.gapClosed() > bestScore.gapClosed()) {
        bestScore = score;
        best = weights;
      }
      return score;
    }
  }

  private void export() throws IOException {
    try {
      PolicyArtifactWriter.write(
          policy.contract(), policy.network(best, moments), run.policyDirectory());
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("a policy of finite weights is always admitted", e);
    }
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }
}
