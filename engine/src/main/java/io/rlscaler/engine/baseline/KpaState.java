package io.rlscaler.engine.baseline;

/** What a {@link KnativePodAutoscaler} remembers of one workload. Not thread-safe. */
public final class KpaState {
  static final long CALM = Long.MIN_VALUE;

  private final TimedValues concurrency;
  private final TimedValues wishes;
  private boolean started;
  private long panicMillis = CALM;
  private int mostPanicReplicas;

  /** The state of a workload that has not been seen yet. */
  public KpaState() {
    this(new TimedValues(), new TimedValues());
  }

  private KpaState(TimedValues concurrency, TimedValues wishes) {
    this.concurrency = concurrency;
    this.wishes = wishes;
  }

  /** An independent copy. */
  public KpaState copy() {
    KpaState copy = new KpaState(concurrency.copy(), wishes.copy());
    copy.started = started;
    copy.panicMillis = panicMillis;
    copy.mostPanicReplicas = mostPanicReplicas;
    return copy;
  }

  /** Whether a surge is being answered, so that nothing is scaled down. */
  public boolean isPanicking() {
    return panicMillis != CALM;
  }

  TimedValues concurrency() {
    return concurrency;
  }

  TimedValues wishes() {
    return wishes;
  }

  /** Whether this is the first call. */
  boolean starts() {
    boolean first = !started;
    started = true;
    return first;
  }

  /** Time at which the panic threshold was last exceeded. */
  long panicMillis() {
    return panicMillis;
  }

  void panic(long nowMillis) {
    panicMillis = nowMillis;
  }

  void calmDown() {
    panicMillis = CALM;
    mostPanicReplicas = 0;
  }

  /** Raises the most replicas of this panic, and returns them. */
  int raise(int replicas) {
    mostPanicReplicas = Math.max(mostPanicReplicas, replicas);
    return mostPanicReplicas;
  }
}
