package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.environment.Rollouts;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.ppo.PpoLearner;
import io.rlscaler.trainer.ppo.RunningMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits the mean of the ordered levels by plain gradient through the {@link FluidModel}, on the
 * decisions that the policy just made in the simulator.
 *
 * <p>The features are taken as given, although some of them depend on earlier decisions: what a
 * decision changes in them is what PPO can learn later.
 */
record GradientStart(StrictnessScale scale) implements Stage {
  private static final int EPOCHS = 2;

  /** Segments of one step: about a thousand decisions. */
  private static final int SEGMENTS = 8;

  private static final double FIRST_RATE = 2e-3;
  private static final double LAST_RATE = 1e-5;

  @Override
  public Rollouts.Choice choice() {
    return Rollouts.Choice.MODE;
  }

  @Override
  public Figures learn(
      PpoLearner learner,
      List<Segment> segments,
      RunningMoments moments,
      double progress,
      SplittableRandom random) {
    double rate = FIRST_RATE + progress * (LAST_RATE - FIRST_RATE);
    double loss = 0;
    int count = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      List<Segment> order = shuffled(segments, random);
      for (int first = 0; first < order.size(); first += SEGMENTS) {
        List<Segment> batch = order.subList(first, Math.min(order.size(), first + SEGMENTS));
        for (FluidModel.Outcome outcome : step(learner, batch, moments, rate)) {
          loss += outcome.loss();
          count++;
        }
      }
    }
    return new Figures(0, 0, loss / count, 0, rate);
  }

  private static List<Segment> shuffled(List<Segment> segments, SplittableRandom random) {
    List<Segment> order = new ArrayList<>(segments);
    for (int i = order.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      order.set(i, order.set(other, order.get(i)));
    }
    return order;
  }

  private List<FluidModel.Outcome> step(
      PpoLearner learner, List<Segment> batch, RunningMoments moments, double learningRate) {
    float[] observations = moments.normalise(Samples.features(batch), Feature.CLIP);
    float[] now = learner.actorOutputs(observations);
    List<FluidModel.Outcome> outcomes = new ArrayList<>();
    int row = 0;
    for (Segment segment : batch) {
      double[] levels = new double[segment.transitions().size()];
      for (int t = 0; t < levels.length; t++) {
        levels[t] = now[row];
        row++;
      }
      outcomes.add(new FluidModel(segment.world()).play(segment, levels));
    }
    learnScale(batch, outcomes);
    int outputs = now.length / Samples.rows(batch);
    learner.descend(observations, gradients(batch, outcomes, outputs), learningRate);
    return outcomes;
  }

  private void learnScale(List<Segment> segments, List<FluidModel.Outcome> outcomes) {
    double[] strictness = Samples.strictness(segments);
    double[] all = new double[strictness.length];
    int row = 0;
    for (FluidModel.Outcome outcome : outcomes) {
      for (double gradient : outcome.gradient()) {
        all[row++] = gradient * outcome.gradient().length;
      }
    }
    scale.learn(strictness, all);
  }

  /** By the outputs of the last layer, of which only the first, the mean level, has any. */
  private float[] gradients(
      List<Segment> segments, List<FluidModel.Outcome> outcomes, int outputs) {
    int rows = Samples.rows(segments);
    float[] gradients = new float[rows * outputs];
    int row = 0;
    for (int i = 0; i < segments.size(); i++) {
      double strictness = segments.get(i).world().settings().strictness();
      double[] byLevel = outcomes.get(i).gradient();
      double factor = byLevel.length / (scale.rootMeanSquare(strictness) * rows);
      for (double gradient : byLevel) {
        gradients[row] = (float) (gradient * factor);
        row++;
      }
    }
    return gradients;
  }
}
