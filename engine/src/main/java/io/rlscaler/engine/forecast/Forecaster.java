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

  /** Weight of the prior against one sample of weight 1. */
  public static final double PRIOR_WEIGHT = 30;

  /** Share of what was learned that is left 15 s later. */
  public static final double FORGETTING_PER_15S = 0.9997;

  /** Loads below half a replica are not told apart. */
  static final double LOAD_FLOOR = 0.5;

  private static final double LOG_LOAD_FLOOR = Math.log(LOAD_FLOOR);
  private static final long UNSEEN = Long.MIN_VALUE;
  private static final double GAP_PERIODS = 2.5;
  private static final int[] CHANGES_SECONDS = {15, 60, 120, 300, 900};
  private static final double CLIP = 2;
  private static final long LEARN_EVERY_MILLIS = 15_000;
  private static final int LEARN_PER_START_UP = 6;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long WEEK_MILLIS = 7 * DAY_MILLIS;
  private static final int PEAK_NEEDS_FIVE_MINUTES = 72;

  private final RateHistory history;
  private final long periodMillis;
  private final long startUpMillis;
  private final double learningShare;
  private final double forgetting;
  private final PendingTargets pending;
  private final RidgeRegression atStartUp;
  private final RidgeRegression atTwice;
  private final ResidualSpread spread;
  private final OutcomeListener listener;
  private final float[] regressors = new float[REGRESSORS];
  private RecentLoad recent = RecentLoad.NONE;
  private long nowMillis = UNSEEN;
  private double capacity = Double.NaN;
  private double load = Double.NaN;
  private double logLoad = Double.NaN;
  private long lastLearnedMillis = UNSEEN;
  private double growth;
  private double growthTwice;
  private boolean knowsYesterday;
  private boolean knowsLastWeek;

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
    this(periodMillis, startUpMillis, metricLagMillis, prior, OutcomeListener.NONE);
  }

  /**
   * A forecaster without history that tells how its forecasts turned out.
   *
   * @param listener hears every outcome within one start-up time that is learned from; copies of
   *     this forecaster tell nothing
   */
  public Forecaster(
      long periodMillis,
      long startUpMillis,
      long metricLagMillis,
      ForecastPrior prior,
      OutcomeListener listener) {
    this(
        new RateHistory(periodMillis),
        periodMillis,
        startUpMillis,
        metricLagMillis,
        prior,
        listener);
  }

  private Forecaster(
      RateHistory history,
      long periodMillis,
      long startUpMillis,
      long metricLagMillis,
      ForecastPrior prior,
      OutcomeListener listener) {
    this.history = history;
    this.listener = listener;
    this.periodMillis = periodMillis;
    this.startUpMillis = startUpMillis;
    long every = learnEvery(periodMillis, startUpMillis);
    learningShare = every / 15_000.0;
    forgetting = Math.pow(FORGETTING_PER_15S, learningShare);
    pending = new PendingTargets(startUpMillis, metricLagMillis, every);
    atStartUp = new RidgeRegression(prior.coefficients());
    atTwice = new RidgeRegression(prior.coefficients());
    spread = new ResidualSpread(prior.sigma(), every / 1000.0);
  }

  /**
   * How often a forecast is put to the test: every 15 s, less often with a long start-up time so
   * that the memory stays bounded, and always a whole number of periods.
   */
  private static long learnEvery(long periodMillis, long startUpMillis) {
    long least = Math.max(LEARN_EVERY_MILLIS, startUpMillis / LEARN_PER_START_UP);
    return (least + periodMillis - 1) / periodMillis * periodMillis;
  }

  private Forecaster(Forecaster other) {
    history = other.history.copy();
    listener = OutcomeListener.NONE;
    periodMillis = other.periodMillis;
    startUpMillis = other.startUpMillis;
    learningShare = other.learningShare;
    forgetting = other.forgetting;
    pending = other.pending.copy();
    atStartUp = other.atStartUp.copy();
    atTwice = other.atTwice.copy();
    spread = other.spread.copy();
    System.arraycopy(other.regressors, 0, regressors, 0, REGRESSORS);
    recent = other.recent;
    nowMillis = other.nowMillis;
    capacity = other.capacity;
    load = other.load;
    logLoad = other.logLoad;
    lastLearnedMillis = other.lastLearnedMillis;
    growth = other.growth;
    growthTwice = other.growthTwice;
    knowsYesterday = other.knowsYesterday;
    knowsLastWeek = other.knowsLastWeek;
  }

  /** An independent copy. */
  public Forecaster copy() {
    return new Forecaster(this);
  }

  /** A forecaster for other times or another prior; it keeps the history and learns anew. */
  public Forecaster retimed(
      long periodMillis, long newStartUpMillis, long metricLagMillis, ForecastPrior prior) {
    return new Forecaster(
        history.withPeriod(periodMillis),
        periodMillis,
        newStartUpMillis,
        metricLagMillis,
        prior,
        OutcomeListener.NONE);
  }

  /** Fills history from before the first tick, oldest first; learns nothing from it. */
  public void remember(long atMillis, double arrivalRate) {
    history.record(atMillis, arrivalRate);
  }

  /**
   * Takes in the rate of this tick for history, load and peak, but forecasts nothing: for who never
   * asks for a forecast.
   *
   * @param atMillis time of the tick
   * @param arrivalRate requests/s
   * @param capacityPerReplica requests/s of one replica at 100 %
   */
  public void watch(long atMillis, double arrivalRate, double capacityPerReplica) {
    history.record(atMillis, arrivalRate);
    nowMillis = atMillis;
    capacity = capacityPerReplica;
    load = arrivalRate / capacityPerReplica;
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
    if (nowMillis != UNSEEN && atMillis - nowMillis > GAP_PERIODS * periodMillis) {
      skip();
    }
    watch(atMillis, arrivalRate, capacityPerReplica);
    logLoad = Math.log(floored(load));
    recent = RecentLoad.of(history, capacityPerReplica);
    learn(mayLearn);
    fillRegressors();
    growth = atStartUp.predict(regressors, 0);
    growthTwice = atTwice.predict(regressors, 0);
    if (mayLearn && isTimeToLearn()) {
      pending.add(atMillis, (float) logLoad, regressors);
      lastLearnedMillis = atMillis;
    }
  }

  /** Half a period early is in time, or jitter would halve the pace of learning. */
  private boolean isTimeToLearn() {
    return lastLearnedMillis == UNSEEN
        || nowMillis - lastLearnedMillis >= pending.everyMillis() - periodMillis / 2;
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
    pending.sawLoad(nowMillis, (float) logLoad);
    for (int slot = pending.dueAtStartUp(nowMillis);
        slot >= 0;
        slot = pending.dueAtStartUp(nowMillis)) {
      double target = pending.growthAtStartUp(slot);
      double residual = target - atStartUp.predict(pending.regressors(), pending.offset(slot));
      double weight = robustWeight(residual);
      learnFrom(atStartUp, slot, target, weight);
      listener.known(pending.regressors(), pending.offset(slot), target, residual, weight);
      spread.learn(nowMillis, residual);
    }
    for (int slot = pending.dueAtTwice(nowMillis);
        slot >= 0;
        slot = pending.dueAtTwice(nowMillis)) {
      double target = pending.growthAtTwice(slot);
      double residual = target - atTwice.predict(pending.regressors(), pending.offset(slot));
      learnFrom(atTwice, slot, target, robustWeight(residual));
    }
  }

  private double robustWeight(double residual) {
    double threshold = 4 * spread.rootMeanSquare(1) + 0.02;
    return Math.min(1, threshold / Math.max(Math.abs(residual), 1e-9));
  }

  private void learnFrom(RidgeRegression regression, int slot, double target, double weight) {
    regression.learn(
        pending.regressors(), pending.offset(slot), target, learningShare * weight, forgetting);
  }

  private void fillRegressors() {
    int next = 0;
    regressors[next++] = 1;
    for (int seconds : CHANGES_SECONDS) {
      double then = history.recentRate(history.bucketsIn(seconds * 1000L)) / capacity;
      regressors[next++] = difference(then);
    }
    regressors[next++] = difference(recent.mean5m());
    regressors[next++] = difference(recent.mean30m());
    regressors[next] = difference(recent.largest10m());
    fillPast();
  }

  private float difference(double thenLoad) {
    return Double.isNaN(thenLoad) ? 0 : (float) clip(logLoad - Math.log(floored(thenLoad)));
  }

  private void fillPast() {
    long yesterday = nowMillis - DAY_MILLIS;
    double thenYesterday = history.minuteLogRate(yesterday);
    double mostYesterday = history.largestMinuteLogRate(yesterday, yesterday + startUpMillis);
    regressors[YESTERDAY_GROWTH] = growth(thenYesterday, mostYesterday);
    regressors[YESTERDAY_LEVEL] = level(thenYesterday);
    knowsYesterday = !Double.isNaN(thenYesterday);
    long lastWeek = nowMillis - WEEK_MILLIS;
    double thenLastWeek = history.fiveMinuteLogRate(lastWeek);
    double mostLastWeek = history.largestFiveMinuteLogRate(lastWeek, lastWeek + startUpMillis);
    regressors[LAST_WEEK_GROWTH] = growth(thenLastWeek, mostLastWeek);
    regressors[LAST_WEEK_LEVEL] = level(thenLastWeek);
    knowsLastWeek = !Double.isNaN(thenLastWeek);
  }

  private float growth(double thenLogRate, double largestLogRate) {
    return Double.isNaN(thenLogRate)
        ? 0
        : (float) clip(flooredLog(largestLogRate) - flooredLog(thenLogRate));
  }

  private float level(double thenLogRate) {
    return Double.isNaN(thenLogRate) ? 0 : (float) clip(flooredLog(thenLogRate) - logLoad);
  }

  private double flooredLog(double logRate) {
    return Math.max(logRate - Math.log(capacity), LOG_LOAD_FLOOR);
  }

  private static double floored(double replicaLoad) {
    return Math.max(replicaLoad, LOAD_FLOOR);
  }

  private static double clip(double value) {
    return Math.max(-CLIP, Math.min(CLIP, value));
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
    return knowsYesterday;
  }

  /** Whether there is history of this time last week. */
  public boolean knowsLastWeek() {
    return knowsLastWeek;
  }

  /** Regressor {@code index}, for features that show them as they are. */
  public double regressor(int index) {
    return regressors[index];
  }

  /**
   * Largest five-minute mean load of the trailing week, NaN with less than six hours of history.
   */
  public double peakLoad() {
    return history.weekPeak(PEAK_NEEDS_FIVE_MINUTES) / capacity;
  }
}
