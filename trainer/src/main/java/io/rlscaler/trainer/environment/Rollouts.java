package io.rlscaler.trainer.environment;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.trainer.ppo.ActionDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  private static final int ACTIONS_IN_A_LONG = 16;
  private static final int BITS = 4;
  private static final int HEADER = 4;

  private final WorldSampler sampler;
  private final OnnxPolicy contract;
  private final Curriculum curriculum;
  private final long seed;
  private final List<List<Place>> shards;

  /** How an action is taken from a distribution. */
  public enum Choice {
    /** As often as it is probable. */
    SAMPLED,
    /** The most probable. */
    MODE
  }

  /**
   * All that is needed to bring the environments to where they were: they play their actions again.
   *
   * @param actions of each environment's world, with what the world is drawn from
   * @param logProbabilities of the actions whose return is not complete
   */
  @SuppressWarnings("ArrayRecordComponent") // goes into a checkpoint as it is
  public record State(long[] actions, float[] logProbabilities) {}

  /** Where one environment after the other is played. */
  private final class Place {
    private final int index;
    private long number = -1;
    private int stage;
    private SplittableRandom random = new SplittableRandom();
    private Optional<ScalingEnvironment> current = Optional.empty();
    private float[] features = new float[0];
    private byte[] actions = new byte[256];
    private int taken;
    private double inclination;

    Place(int index) {
      this.index = index;
    }

    ScalingEnvironment environment() {
      return current.orElseThrow();
    }

    /** Goes on in another world, or in yet another if that asks nothing. */
    void enter(int worldStage) {
      do {
        enter(number + 1, worldStage);
      } while (features.length == 0);
    }

    private void enter(long worldNumber, int worldStage) {
      close();
      number = worldNumber;
      stage = worldStage;
      random = new SplittableRandom(seed + 1_000_003L * index + 7_919_000_009L * number);
      ScalingEnvironment environment =
          new ScalingEnvironment(
              sampler.draw(curriculum.stages().get(stage).worlds(), random), contract);
      current = Optional.of(environment);
      inclination = random.nextDouble();
      taken = 0;
      features = environment.observe();
    }

    /**
     * Keeps an inclination for as long as a decision has consequences: a count that is held hides
     * what is tried for one decision only.
     */
    double inclination() {
      World world = environment().world();
      double lasting = 1 + world.holdSteps() + world.startUpSteps();
      if (random.nextDouble() * lasting < 1) {
        inclination = random.nextDouble();
      }
      return inclination;
    }

    void act(int action, double logProbability) {
      if (taken == actions.length) {
        actions = Arrays.copyOf(actions, 2 * taken);
      }
      actions[taken] = (byte) action;
      taken++;
      environment().act(action, logProbability);
    }

    void close() {
      current.ifPresent(ScalingEnvironment::close);
    }
  }

  /**
   * Environments before their first decision.
   *
   * @param contract a policy whose contract holds for all that will be asked; stays open
   * @param environments how many are played side by side
   * @param seed from which all worlds and choices come
   */
  public Rollouts(
      WorldSampler sampler,
      OnnxPolicy contract,
      Curriculum curriculum,
      int environments,
      long seed) {
    this.sampler = sampler;
    this.contract = contract;
    this.curriculum = curriculum;
    this.seed = seed;
    List<List<Place>> all = new ArrayList<>();
    for (int first = 0; first < environments; first += SHARD) {
      all.add(
          IntStream.range(first, Math.min(environments, first + SHARD))
              .mapToObj(Place::new)
              .toList());
    }
    shards = List.copyOf(all);
  }

  /** Draws the first world of every environment. */
  public void begin() {
    places().forEach(place -> place.enter(0));
  }

  /** Brings every environment to where it was. */
  public void restore(State state) {
    int at = 0;
    int open = 0;
    List<Runnable> replays = new ArrayList<>();
    for (Place place : places().toList()) {
      int from = at;
      int firstOpen = open;
      int taken = (int) state.actions()[at + 2];
      int openCount = (int) state.actions()[at + 3];
      at += HEADER + (taken + ACTIONS_IN_A_LONG - 1) / ACTIONS_IN_A_LONG;
      open += openCount;
      replays.add(() -> replay(place, state, from, firstOpen));
    }
    replays.parallelStream().forEach(Runnable::run);
  }

  private static void replay(Place place, State state, int from, int firstOpen) {
    long[] packed = state.actions();
    place.enter(packed[from], (int) packed[from + 1]);
    int taken = (int) packed[from + 2];
    int openCount = (int) packed[from + 3];
    for (int i = 0; i < taken; i++) {
      long word = packed[from + HEADER + i / ACTIONS_IN_A_LONG];
      int action = (int) (word >>> (BITS * (i % ACTIONS_IN_A_LONG))) & ((1 << BITS) - 1);
      int isOpen = i - (taken - openCount);
      place.inclination();
      place.act(action, isOpen >= 0 ? state.logProbabilities()[firstOpen + isOpen] : 0);
      place.environment().completed(transition -> {});
      place.features = place.environment().observe();
    }
  }

  /** Where every environment is. */
  public State state() {
    List<long[]> actions = new ArrayList<>();
    List<float[]> logProbabilities = new ArrayList<>();
    places()
        .forEach(
            place -> {
              float[] open = place.environment().openLogProbabilities();
              logProbabilities.add(open);
              actions.add(new long[] {place.number, place.stage, place.taken, open.length});
              actions.add(packed(place));
            });
    long[] all = actions.stream().flatMapToLong(Arrays::stream).toArray();
    float[] allOpen = new float[logProbabilities.stream().mapToInt(open -> open.length).sum()];
    int at = 0;
    for (float[] open : logProbabilities) {
      System.arraycopy(open, 0, allOpen, at, open.length);
      at += open.length;
    }
    return new State(all, allOpen);
  }

  private static long[] packed(Place place) {
    long[] words = new long[(place.taken + ACTIONS_IN_A_LONG - 1) / ACTIONS_IN_A_LONG];
    for (int i = 0; i < place.taken; i++) {
      words[i / ACTIONS_IN_A_LONG] |= (long) place.actions[i] << (BITS * (i % ACTIONS_IN_A_LONG));
    }
    return words;
  }

  private Stream<Place> places() {
    return shards.stream().flatMap(List::stream);
  }

  /**
   * Lets a policy decide.
   *
   * @param policy that is asked
   * @param stage of the curriculum from which worlds are drawn where one is over
   * @param steps decisions of each environment
   * @return the decisions whose returns are complete by now, those of earlier calls included
   */
  public List<Segment> collect(OnnxPolicy policy, Choice choice, int stage, int steps) {
    return shards.parallelStream()
        .map(shard -> collect(shard, policy, choice, stage, steps))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Segment> collect(
      List<Place> shard, OnnxPolicy policy, Choice choice, int stage, int steps) {
    List<Segment> segments = new ArrayList<>();
    List<List<Transition>> current = new ArrayList<>();
    shard.forEach(place -> current.add(new ArrayList<>()));
    try (OnnxPolicy.Batch batch = policy.batch(shard.size())) {
      for (int step = 0; step < steps; step++) {
        ask(batch, shard);
        for (int i = 0; i < shard.size(); i++) {
          Place place = shard.get(i);
          decide(place, batch, i, choice);
          place.environment().completed(current.get(i)::add);
          if (place.features.length == 0) {
            segments.add(new Segment(place.environment().world(), current.get(i)));
            current.set(i, new ArrayList<>());
            place.enter(stage);
          }
        }
      }
    }
    for (int i = 0; i < shard.size(); i++) {
      segments.add(new Segment(shard.get(i).environment().world(), current.get(i)));
    }
    return segments.stream().filter(segment -> !segment.transitions().isEmpty()).toList();
  }

  private static void decide(Place place, OnnxPolicy.Batch batch, int row, Choice choice) {
    float[] logits = new float[ActionTable.COUNT];
    for (int action = 0; action < logits.length; action++) {
      logits[action] = batch.logit(row, action);
    }
    ActionDistribution distribution = new ActionDistribution(logits);
    double inclination = place.inclination();
    int action = choice == Choice.MODE ? distribution.mode() : distribution.quantile(inclination);
    place.act(action, distribution.logProbability(action));
    place.features = place.environment().observe();
  }

  private static void ask(OnnxPolicy.Batch batch, List<Place> shard) {
    for (int i = 0; i < shard.size(); i++) {
      batch.put(i, shard.get(i).features);
    }
    try {
      batch.run(shard.size());
    } catch (OnnxPolicy.InferenceException e) {
      throw new IllegalStateException("the policy that is trained cannot be asked", e);
    }
  }

  @Override
  public void close() {
    places().forEach(Place::close);
  }
}
