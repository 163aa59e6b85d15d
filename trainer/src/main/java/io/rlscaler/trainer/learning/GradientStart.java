package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
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
final class GradientStart {
  private static final int EPOCHS = 2;

  /** Segments of one step: about a thousand decisions. */
  private static final int SEGMENTS = 8;

  private final PpoLearner learner;
  private final StrictnessScale scale;
  private final int outputs;

  /**
   * A start.
   *
   * @param outputs of the actor's last layer, the first of which is the mean level
   */
  GradientStart(PpoLearner learner, StrictnessScale scale, int outputs) {
    this.learner = learner;
    this.scale = scale;
    this.outputs = outputs;
  }

  /**
   * What a rollout came to in the fluid model, while it was learned from.
   *
   * @param loss mean of the fluid model's
   * @param cost mean replicas over the mean load
   * @param violationShare mean over the segments
   */
  record Report(double loss, double cost, double violationShare) {}

  Report learn(
      List<Segment> segments, RunningMoments moments, double learningRate, SplittableRandom random) {
    double loss = 0;
    double cost = 0;
    double violations = 0;
    int count = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      List<Segment> order = shuffled(segments, random);
      for (int first = 0; first < order.size(); first += SEGMENTS) {
        List<Segment> batch = order.subList(first, Math.min(order.size(), first + SEGMENTS));
        for (FluidModel.Outcome outcome : step(batch, moments, learningRate)) {
          loss += outcome.loss();
          cost += outcome.cost();
          violations += outcome.violationShare();
          count++;
        }
      }
    }
    return new Report(loss / count, cost / count, violations / count);
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
      List<Segment> batch, RunningMoments moments, double learningRate) {
    float[] observations = moments.normalise(Samples.features(batch), Feature.CLIP);
    float[] now = learner.actorOutputs(observations);
    List<FluidModel.Outcome> outcomes = new ArrayList<>();
    int row = 0;
    for (Segment segment : batch) {
      double[] levels = new double[segment.transitions().size()];
      for (int t = 0; t < levels.length; t++) {
        levels[t] = now[row * outputs];
        row++;
      }
      outcomes.add(new FluidModel(segment.world()).play(segment, levels));
    }
    learnScale(batch, outcomes);
    learner.descend(observations, gradients(batch, outcomes), learningRate);
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

  /** By the outputs of the last layer, of which only the mean has any. */
  private float[] gradients(List<Segment> segments, List<FluidModel.Outcome> outcomes) {
    int rows = Samples.rows(segments);
    float[] gradients = new float[rows * outputs];
    int row = 0;
    for (int i = 0; i < segments.size(); i++) {
      double strictness = segments.get(i).world().settings().strictness();
      double[] byLevel = outcomes.get(i).gradient();
      double factor = byLevel.length / (scale.rootMeanSquare(strictness) * rows);
      for (double gradient : byLevel) {
        gradients[row * outputs] = (float) (gradient * factor);
        row++;
      }
    }
    return gradients;
  }
}
