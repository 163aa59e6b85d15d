package io.rlscaler.operator.explain;

import io.rlscaler.engine.Decision;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions of one scaler, packed into arrays: some 300 bytes each, where the objects
 * would take three times as much, and nothing to collect when one is overwritten. Thread-safe.
 *
 * <p>Values are kept as 32-bit floats (seven digits), ages in milliseconds.
 */
final class DecisionRing {
  private static final int SIGNALS = 5;
  private static final int NONE = -1;

  // Columns of the integer table.
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int BASELINE = 2;
  private static final int ACTION = 3;
  private static final int DESIRED = 4;
  private static final int READY = 5;
  private static final int ROLLING_OUT = 6;
  private static final int ASKED = 7;
  private static final int AGES = 8;
  private static final int INTS = AGES + SIGNALS;

  // Columns of the floating-point table; NaN stands for nothing.
  private static final int PROBABILITY = 0;
  private static final int RISK = 1;
  private static final int LOAD = 2;
  private static final int GROWTH = 3;
  private static final int VALUES = 4;
  private static final int FEATURES = VALUES + SIGNALS;
  private static final int FLOATS = FEATURES + Feature.COUNT;

  private static final List<UnknownReason> UNKNOWN_REASONS = List.of(UnknownReason.values());
  private static final List<Feature> ENCODED = List.of(Feature.values());

  private final int depth;
  private final long[] times;
  private final int[] ints;
  private final float[] floats;
  private final Words[] words;
  private int size;
  private int next;

  /** What is not a number; texts and lists are shared with the decision. */
  private record Words(
      Reason reason,
      WriteOutcome outcome,
      List<Adjustment> constraints,
      Optional<String> policyDigest,
      String detail) {}

  /** A ring that keeps {@code depth} decisions. */
  DecisionRing(int depth) {
    this.depth = depth;
    times = new long[depth];
    ints = new int[depth * INTS];
    floats = new float[depth * FLOATS];
    words = new Words[depth];
  }

  /** Adds a decision, in the place of the oldest where there is no room. */
  synchronized void add(
      Observation observation,
      Decision decision,
      WriteOutcome outcome,
      double load,
      double growth) {
    int slot = next;
    next = (next + 1) % depth;
    size = Math.min(size + 1, depth);
    times[slot] = decision.time().toEpochMilli();
    words[slot] =
        new Words(
            decision.reason(),
            outcome,
            List.copyOf(decision.constraints()),
            decision.policyDigest(),
            decision.detail());
    putCounts(slot * INTS, observation, decision);
    putNumbers(slot * FLOATS, decision, load, growth);
    List<Signal> signals = signals(observation);
    for (int i = 0; i < SIGNALS; i++) {
      putSignal(slot, i, signals.get(i));
    }
  }

  private void putCounts(int at, Observation observation, Decision decision) {
    ints[at + FROM] = decision.from();
    ints[at + TO] = decision.to();
    ints[at + BASELINE] = decision.baseline().orElse(NONE);
    ints[at + ACTION] = decision.action().orElse(NONE);
    ints[at + DESIRED] = observation.desired();
    ints[at + READY] = observation.ready();
    ints[at + ROLLING_OUT] = observation.rollingOut() ? 1 : 0;
    ints[at + ASKED] = decision.features().isEmpty() ? 0 : 1;
  }

  private void putNumbers(int at, Decision decision, double load, double growth) {
    floats[at + PROBABILITY] = (float) decision.probability().orElse(Double.NaN);
    floats[at + RISK] = (float) decision.risk().orElse(Double.NaN);
    floats[at + LOAD] = (float) load;
    floats[at + GROWTH] = (float) growth;
    FeatureVector features = decision.features();
    if (features.isEmpty()) {
      return;
    }
    for (Feature feature : ENCODED) {
      floats[at + FEATURES + feature.index()] = features.get(feature);
    }
  }

  /** An unknown signal has the value NaN, and its reason in place of the age. */
  private void putSignal(int slot, int index, Signal signal) {
    int value = slot * FLOATS + VALUES + index;
    int age = slot * INTS + AGES + index;
    if (signal instanceof Signal.Known known) {
      floats[value] = (float) Math.min(known.value(), Float.MAX_VALUE);
      ints[age] = (int) Math.min(known.age().toMillis(), Integer.MAX_VALUE);
    } else if (signal instanceof Signal.Unknown unknown) {
      floats[value] = Float.NaN;
      ints[age] = UNKNOWN_REASONS.indexOf(unknown.reason());
    }
  }

  private static List<Signal> signals(Observation observation) {
    return List.of(
        observation.arrivalRate(),
        observation.goodRatio(),
        observation.utilization(),
        observation.inFlight(),
        observation.queueLength());
  }

  /** The decisions, newest first. */
  synchronized List<ExplainedDecision> newestFirst() {
    return IntStream.rangeClosed(1, size)
        .mapToObj(back -> read(Math.floorMod(next - back, depth)))
        .toList();
  }

  private ExplainedDecision read(int slot) {
    @Nullable Words text = words[slot];
    if (text == null) {
      throw new IllegalStateException("slot " + slot + " of " + size + " is empty");
    }
    int at = slot * INTS;
    int number = slot * FLOATS;
    Instant time = Instant.ofEpochMilli(times[slot]);
    Decision decision =
        new Decision(
            time,
            ints[at + FROM],
            ints[at + TO],
            text.reason(),
            count(ints[at + BASELINE]),
            count(ints[at + ACTION]),
            real(floats[number + PROBABILITY]),
            real(floats[number + RISK]),
            text.constraints(),
            text.policyDigest(),
            ints[at + ASKED] == 1 ? features(number + FEATURES) : FeatureVector.EMPTY,
            text.detail());
    return new ExplainedDecision(
        observation(slot, time),
        decision,
        text.outcome(),
        floats[number + LOAD],
        floats[number + GROWTH]);
  }

  private Observation observation(int slot, Instant time) {
    int at = slot * INTS;
    return new Observation(
        time,
        ints[at + DESIRED],
        ints[at + READY],
        ints[at + ROLLING_OUT] == 1,
        signal(slot, 0),
        signal(slot, 1),
        signal(slot, 2),
        signal(slot, 3),
        signal(slot, 4));
  }

  private Signal signal(int slot, int index) {
    float value = floats[slot * FLOATS + VALUES + index];
    int age = ints[slot * INTS + AGES + index];
    return Float.isNaN(value)
        ? Signal.unknown(UNKNOWN_REASONS.get(age))
        : new Signal.Known(decimal(value), Duration.ofMillis(age));
  }

  private FeatureVector features(int at) {
    float[] values = new float[Feature.COUNT];
    System.arraycopy(floats, at, values, 0, Feature.COUNT);
    return FeatureVector.owning(values);
  }

  private static OptionalInt count(int value) {
    return value == NONE ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalDouble real(float value) {
    return Float.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(decimal(value));
  }

  /** The double with the digits that a float shows: 0.1f is read as 0.1, not 0.10000000149. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
