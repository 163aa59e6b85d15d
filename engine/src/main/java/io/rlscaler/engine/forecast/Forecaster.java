package io.rlscaler.engine.forecast;

/**
 * Forecasts by how much the replica load of a workload will grow within one and two start-up times.
 *
 * <p>Target: y = log(largest replica load over the horizon ahead) - log(load now), loads floored at
 * half a replica. {@value #REGRESSORS} regressors, clipped to +-2: a constant; the log changes over
 * 15, 60, 120, 300 and 900 s; the distance to the averages over 5 and 30 min; the largest load of
 * the last 10 min; yesterday and last week at this time, each as the growth that followed and as
 * the level, 0 without such history. The coefficients are learned online by {@link
 * RidgeRegression}; a residual counts only once the horizon and the metric lag have passed, with
 * weight min(1, c / |residual|), c = 4 sigma + .02.
 *
 * <p>All constants are in seconds, so the decision period may differ from the one of training. Not
 * thread-safe; one instance belongs to one workload.
 */
public final class Forecaster {
  /** Number of regressors. */
  public static final int REGRESSORS = 13;

  /** Index of the regressor "growth that followed this time yesterday". */
  public static final int YESTERDAY_GROWTH = 9;

  /** Index of the regressor "level at this time yesterday". */
  public static final int YESTERDAY_LEVEL = 10;

  /** Index of the regressor "growth that followed this time last week". */
  public static final int LAST_WEEK_GROWTH = 11;

  /** Index of the regressor "level at this time last week". */
  public static final int LAST_WEEK_LEVEL = 12;

  /** Loads below half a replica are not told apart. */
  static final double LOAD_FLOOR = 0.5;

  private static final int[] CHANGES_SECONDS = {15, 60, 120, 300, 900};
  private static final double CLIP = 2;
  private static final double FORGETTING_PER_15S = 0.9997;
  private static final long LEARN_EVERY_MILLIS = 15_000;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long WEEK_MILLIS = 7 * DAY_MILLIS;
  private static final int PEAK_NEEDS_FIVE_MINUTES = 72;

  private final RateHistory history;
  private final long startUpMillis;
  private final PendingTargets pending;
  private final RidgeRegression atStartUp;
  private final RidgeRegression atTwice;
  private final ResidualSpread spread;
  private final float[] regressors = new float[REGRESSORS];
  private RecentLoad recent = RecentLoad.NONE;
  private long nowMillis = Long.MIN_VALUE;
  private double capacity = Double.NaN;
  private double load = Double.NaN;
  private long lastLearnedMillis = Long.MIN_VALUE;
  private double growth;
  private double growthTwice;
  private double peakRate = Double.NaN;
  private long peakAtBucket = Long.MIN_VALUE;

  /**
   * A forecaster without history.
   *
   * @param periodMillis decision period
   * @param startUpMillis start-up time, the horizon
   * @param metricLagMillis how long after its time a rate is fully known
   * @param prior coefficients to start from and to leak back to
   */
  public Forecaster(
      long periodMillis, long startUpMillis, long metricLagMillis, ForecastPrior prior) {
    this(new RateHistory(periodMillis), periodMillis, startUpMillis, metricLagMillis, prior);
  }

  private Forecaster(
      RateHistory history,
      long periodMillis,
      long startUpMillis,
      long metricLagMillis,
      ForecastPrior prior) {
    this.history = history;
    this.startUpMillis = startUpMillis;
    long every = Math.max(periodMillis, LEARN_EVERY_MILLIS);
    pending = new PendingTargets(startUpMillis, metricLagMillis, every);
    atStartUp = new RidgeRegression(prior.coefficients());
    atTwice = new RidgeRegression(prior.coefficients());
    spread = new ResidualSpread(prior.sigma());
  }

  private Forecaster(Forecaster other) {
    history = other.history.copy();
    startUpMillis = other.startUpMillis;
    pending = other.pending.copy();
    atStartUp = other.atStartUp.copy();
    atTwice = other.atTwice.copy();
    spread = other.spread.copy();
    System.arraycopy(other.regressors, 0, regressors, 0, REGRESSORS);
    recent = other.recent;
    nowMillis = other.nowMillis;
    capacity = other.capacity;
    load = other.load;
    lastLearnedMillis = other.lastLearnedMillis;
    growth = other.growth;
    growthTwice = other.growthTwice;
    peakRate = other.peakRate;
    peakAtBucket = other.peakAtBucket;
  }

  /** An independent copy. */
  public Forecaster copy() {
    return new Forecaster(this);
  }

  /** A forecaster for other times or another prior; it keeps the history and learns anew. */
  public Forecaster retimed(
      long periodMillis, long newStartUpMillis, long metricLagMillis, ForecastPrior prior) {
    return new Forecaster(
        history.withPeriod(periodMillis), periodMillis, newStartUpMillis, metricLagMillis, prior);
  }

  /** Fills history from before the first tick, oldest first; learns nothing from it. */
  public void remember(long atMillis, double arrivalRate) {
    history.record(atMillis, arrivalRate);
  }

  /**
   * Takes in the rate of this tick and refreshes the forecast.
   *
   * @param atMillis time of the tick
   * @param arrivalRate requests/s
   * @param capacityPerReplica requests/s of one replica at 100 %
   * @param mayLearn false while a rollout distorts what is seen
   */
  public void observe(
      long atMillis, double arrivalRate, double capacityPerReplica, boolean mayLearn) {
    history.record(atMillis, arrivalRate);
    nowMillis = atMillis;
    capacity = capacityPerReplica;
    load = arrivalRate / capacityPerReplica;
    recent = RecentLoad.of(history, capacityPerReplica);
    learn(mayLearn);
    fillRegressors();
    growth = atStartUp.predict(regressors, 0);
    growthTwice = atTwice.predict(regressors, 0);
    refreshPeak();
    if (mayLearn && atMillis - lastLearnedMillis >= pending.everyMillis()) {
      pending.add(atMillis, Math.log(floored(load)), regressors);
      lastLearnedMillis = atMillis;
    }
  }

  /** The rate is unknown at this tick: residuals that would span it are dropped. */
  public void skip() {
    pending.clear();
  }

  private void learn(boolean mayLearn) {
    if (!mayLearn) {
      pending.clear();
      return;
    }
    pending.sawLoad(nowMillis, Math.log(floored(load)));
    for (int slot = pending.dueAtStartUp(nowMillis);
        slot >= 0;
        slot = pending.dueAtStartUp(nowMillis)) {
      double target = pending.growthAtStartUp(slot);
      double residual = target - atStartUp.predict(pending.regressors(), pending.offset(slot));
      spread.learn(nowMillis, pending.everyMillis() / 1000.0, residual);
      learnFrom(atStartUp, slot, target, residual);
    }
    for (int slot = pending.dueAtTwice(nowMillis);
        slot >= 0;
        slot = pending.dueAtTwice(nowMillis)) {
      double target = pending.growthAtTwice(slot);
      double residual = target - atTwice.predict(pending.regressors(), pending.offset(slot));
      learnFrom(atTwice, slot, target, residual);
    }
  }

  private void learnFrom(RidgeRegression regression, int slot, double target, double residual) {
    double threshold = 4 * spread.rootMeanSquare(1) + 0.02;
    double share = pending.everyMillis() / 15_000.0;
    double weight = share * Math.min(1, threshold / Math.max(Math.abs(residual), 1e-9));
    double forgetting = Math.pow(FORGETTING_PER_15S, share);
    regression.learn(pending.regressors(), pending.offset(slot), target, weight, forgetting);
  }

  private void fillRegressors() {
    double now = Math.log(floored(load));
    int next = 0;
    regressors[next++] = 1;
    for (int seconds : CHANGES_SECONDS) {
      double then = history.recentRate(history.bucketsIn(seconds * 1000L)) / capacity;
      regressors[next++] = difference(now, then);
    }
    regressors[next++] = difference(now, recent.mean5m());
    regressors[next++] = difference(now, recent.mean30m());
    regressors[next] = difference(now, recent.largest10m());
    regressors[YESTERDAY_GROWTH] = (float) growthAfter(DAY_MILLIS);
    regressors[YESTERDAY_LEVEL] = (float) level(DAY_MILLIS);
    regressors[LAST_WEEK_GROWTH] = (float) growthAfter(WEEK_MILLIS);
    regressors[LAST_WEEK_LEVEL] = (float) level(WEEK_MILLIS);
  }

  private static float difference(double nowLog, double thenLoad) {
    return Double.isNaN(thenLoad) ? 0 : (float) clip(nowLog - Math.log(floored(thenLoad)));
  }

  private static double floored(double replicaLoad) {
    return Math.max(replicaLoad, LOAD_FLOOR);
  }

  private static double clip(double value) {
    return Math.max(-CLIP, Math.min(CLIP, value));
  }

  private double loadBefore(long agoMillis, long aheadMillis) {
    long at = nowMillis - agoMillis + aheadMillis;
    double rate = agoMillis >= WEEK_MILLIS ? history.fiveMinuteRate(at) : history.minuteRate(at);
    return rate / capacity;
  }

  private double growthAfter(long agoMillis) {
    double then = loadBefore(agoMillis, 0);
    if (Double.isNaN(then)) {
      return 0;
    }
    long step = agoMillis >= WEEK_MILLIS ? 300_000 : 60_000;
    double largest = then;
    for (long ahead = step; ahead < startUpMillis + step; ahead += step) {
      double later = loadBefore(agoMillis, Math.min(ahead, startUpMillis));
      largest = later > largest ? later : largest;
    }
    return clip(Math.log(floored(largest)) - Math.log(floored(then)));
  }

  private double level(long agoMillis) {
    double then = loadBefore(agoMillis, 0);
    return Double.isNaN(then) ? 0 : clip(Math.log(floored(then)) - Math.log(floored(load)));
  }

  private void refreshPeak() {
    if (history.finishedFiveMinutes() != peakAtBucket) {
      peakAtBucket = history.finishedFiveMinutes();
      peakRate = history.weekPeak(PEAK_NEEDS_FIVE_MINUTES);
    }
  }

  /** Expected log growth of the load until its largest within one start-up time. */
  public double growth() {
    return growth;
  }

  /** Expected log growth of the load until its largest within two start-up times. */
  public double growthTwice() {
    return growthTwice;
  }

  /** Replica load now. */
  public double load() {
    return load;
  }

  /** Recent loads, averages and jumps. */
  public RecentLoad recent() {
    return recent;
  }

  /** Root mean square of positive residuals; memory 0, 1, 2 stands for 10 min, 1 h, 12 h. */
  public double spread(int memory) {
    return spread.rootMeanSquare(memory);
  }

  /** Largest positive residual within five minutes of this time yesterday. */
  public double worstYesterday() {
    return spread.worstYesterday(nowMillis);
  }

  /** The spread to be on the safe side of: the largest of its four measures. */
  public double sigma() {
    return spread.largest(nowMillis);
  }

  /** Whether there is history of this time yesterday. */
  public boolean knowsYesterday() {
    return !Double.isNaN(loadBefore(DAY_MILLIS, 0));
  }

  /** Whether there is history of this time last week. */
  public boolean knowsLastWeek() {
    return !Double.isNaN(loadBefore(WEEK_MILLIS, 0));
  }

  /** Regressor {@code index}, for features that show them as they are. */
  public double regressor(int index) {
    return regressors[index];
  }

  /**
   * Largest five-minute mean load of the trailing week, NaN with less than six hours of history.
   */
  public double peakLoad() {
    return peakRate / capacity;
  }
}
