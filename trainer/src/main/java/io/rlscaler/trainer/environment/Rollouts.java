package io.rlscaler.trainer.environment;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.trainer.ppo.ActionDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Environments that are played side by side, the policy being asked for many of them at a time
 * through ONNX Runtime, as it will be when it serves. A world that is over is followed by another.
 *
 * <p>Each environment draws from a generator of its own, so that numbers do not depend on how many
 * threads play.
 */
public final class Rollouts implements AutoCloseable {
  /** Environments that are asked for at once: fixed, as sums in a batch depend on its size. */
  private static final int SHARD = 32;

  private final WorldSampler sampler;
  private final OnnxPolicy contract;
  private final List<List<Place>> shards = new ArrayList<>();

  /** How an action is taken from a distribution. */
  public enum Choice {
    /** As often as it is probable. */
    SAMPLED,
    /** The most probable. */
    MODE
  }

  /** Where one environment after the other is played. */
  private static final class Place {
    final SplittableRandom random;
    ScalingEnvironment environment;
    float[] features;
    double inclination;

    Place(SplittableRandom random, ScalingEnvironment environment) {
      this.random = random;
      this.environment = environment;
      features = environment.observe();
      inclination = random.nextDouble();
    }

    /**
     * Keeps an inclination for as long as a decision has consequences: a count that is held hides
     * what is tried for one decision only.
     */
    double inclination() {
      double lasting = 1 + environment.world().holdSteps() + environment.world().startUpSteps();
      if (random.nextDouble() * lasting < 1) {
        inclination = random.nextDouble();
      }
      return inclination;
    }
  }

  /**
   * Environments before their first decision.
   *
   * @param contract a policy whose contract holds for all that will be asked; stays open
   * @param environments how many are played side by side
   * @param stage from which the first worlds are drawn
   */
  public Rollouts(
      WorldSampler sampler,
      OnnxPolicy contract,
      int environments,
      Randomisation stage,
      SplittableRandom random) {
    this.sampler = sampler;
    this.contract = contract;
    for (int first = 0; first < environments; first += SHARD) {
      List<Place> shard = new ArrayList<>();
      for (int i = first; i < Math.min(environments, first + SHARD); i++) {
        SplittableRandom own = random.split();
        shard.add(new Place(own, new ScalingEnvironment(sampler.draw(stage, own), contract)));
      }
      shards.add(shard);
    }
  }

  /**
   * Lets a policy decide.
   *
   * @param policy that is asked
   * @param stage from which worlds are drawn where one is over
   * @param steps decisions of each environment
   * @return the decisions whose returns are complete by now, those of earlier calls included
   */
  public List<Segment> collect(OnnxPolicy policy, Choice choice, Randomisation stage, int steps) {
    return IntStream.range(0, shards.size())
        .parallel()
        .mapToObj(i -> collect(shards.get(i), policy, choice, stage, steps))
        .flatMap(List::stream)
        .toList();
  }

  private List<Segment> collect(
      List<Place> shard, OnnxPolicy policy, Choice choice, Randomisation stage, int steps) {
    List<Segment> segments = new ArrayList<>();
    List<List<Transition>> current = new ArrayList<>();
    shard.forEach(place -> current.add(new ArrayList<>()));
    float[] logits = new float[ActionTable.COUNT];
    try (OnnxPolicy.Batch batch = policy.batch(shard.size())) {
      for (int step = 0; step < steps; step++) {
        ask(batch, shard);
        for (int i = 0; i < shard.size(); i++) {
          Place place = shard.get(i);
          for (int action = 0; action < logits.length; action++) {
            logits[action] = batch.logit(i, action);
          }
          ActionDistribution distribution = new ActionDistribution(logits);
          int action =
              choice == Choice.MODE ? distribution.mode() : distribution.quantile(place.inclination());
          place.environment.act(action, distribution.logProbability(action));
          place.environment.completed(current.get(i)::add);
          place.features = place.environment.observe();
          if (place.features.length == 0) {
            place.environment.completed(current.get(i)::add);
            segments.add(new Segment(place.environment.world(), current.get(i)));
            current.set(i, new ArrayList<>());
            replace(place, stage);
          }
        }
      }
    }
    for (int i = 0; i < shard.size(); i++) {
      if (!current.get(i).isEmpty()) {
        segments.add(new Segment(shard.get(i).environment.world(), current.get(i)));
      }
    }
    return segments;
  }

  private void ask(OnnxPolicy.Batch batch, List<Place> shard) {
    for (int i = 0; i < shard.size(); i++) {
      batch.put(i, shard.get(i).features);
    }
    try {
      batch.run(shard.size());
    } catch (OnnxPolicy.InferenceException e) {
      throw new IllegalStateException("the policy that is trained cannot be asked", e);
    }
  }

  private void replace(Place place, Randomisation stage) {
    while (place.features.length == 0) {
      place.environment.close();
      place.environment = new ScalingEnvironment(sampler.draw(stage, place.random), contract);
      place.features = place.environment.observe();
    }
  }

  @Override
  public void close() {
    shards.forEach(shard -> shard.forEach(place -> place.environment.close()));
  }
}
