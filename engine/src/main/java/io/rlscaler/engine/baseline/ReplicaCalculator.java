package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.Proposal.Cause;

/**
 * From aggregated pods and a target to a proposed replica count. Integer divisions come before the
 * ratio, ratios are doubles, sums wrap like 64 bit integers and counts saturate at 32 bits.
 *
 * <p>The first ratio r is over the ready pods. Where unready pods could lower a raise, or metrics
 * are missing, a second ratio is over the set enlarged by them: unready pods at no usage, missing
 * pods at no usage if r is above 1 and at a full share if it is below. The second ratio may weaken
 * a change but never turn it round.
 *
 * <p>Source: kubernetes/kubernetes, pkg/controller/podautoscaler/replica_calculator.go and
 * metrics/utilization.go.
 */
final class ReplicaCalculator {

  private static final Proposal.Invalid NO_METRICS =
      new Proposal.Invalid(
          Cause.NO_METRICS_FOR_TARGETED_PODS,
          "no pod that counts has the metric; pods may be unready");
  private static final Proposal.Invalid NO_MATCH =
      new Proposal.Invalid(
          Cause.NO_MATCHING_METRICS,
          "the pods that have the metric request nothing of the resource");

  private ReplicaCalculator() {}

  /**
   * A target in percent of what the pods request.
   *
   * @param current replicas in the target's spec
   */
  static Proposal utilization(
      PodAggregate.Utilization pods, int current, int targetPercent, Tolerance tolerance) {
    if (pods.counted() == 0) {
      return NO_METRICS;
    }
    if (pods.request() == 0) {
      return NO_MATCH;
    }
    int percent = percent(pods.usage(), pods.request());
    long average = pods.usage() / pods.ready();
    double ratio = (double) percent / (double) targetPercent;
    int replicas;
    if (isDirect(pods, ratio)) {
      replicas = direct(pods, ratio, current, tolerance);
    } else {
      double enlarged = (double) enlargedPercent(pods, ratio) / (double) targetPercent;
      replicas = weakened(ratio, enlarged, enlargedCount(pods, ratio), current, tolerance);
    }
    return new Proposal.Valid(replicas, percent, average);
  }

  /**
   * A target in thousandths per pod.
   *
   * @param current replicas in the target's spec
   */
  static Proposal average(
      PodAggregate.Average pods, int current, long targetMilli, Tolerance tolerance) {
    if (pods.counted() == 0) {
      return NO_METRICS;
    }
    long average = pods.usage() / pods.counted();
    double ratio = (double) average / (double) targetMilli;
    int replicas;
    if (isDirect(pods, ratio)) {
      replicas = direct(pods, ratio, current, tolerance);
    } else {
      int count = enlargedCount(pods, ratio);
      long missingUsage = ratio < 1.0 ? pods.missing() * targetMilli : 0;
      long enlargedAverage = (pods.usage() + missingUsage) / count;
      double enlarged = (double) enlargedAverage / (double) targetMilli;
      replicas = weakened(ratio, enlarged, count, current, tolerance);
    }
    return new Proposal.Valid(replicas, average, average);
  }

  /**
   * A target for one number that the pods share: an object's or external value.
   *
   * @param current replicas in the target's spec; at 0 neither pods nor tolerance matter
   */
  static Proposal value(
      long usage, ScaleTarget target, int current, long targetMilli, Tolerance tolerance) {
    double ratio = (double) usage / (double) targetMilli;
    if (current == 0) {
      return new Proposal.Valid((int) Math.ceil(ratio), usage, usage);
    }
    if (tolerance.contains(ratio)) {
      return new Proposal.Valid(current, usage, usage);
    }
    if (target.pods().isEmpty()) {
      return new Proposal.Invalid(Cause.NO_PODS, "the selector finds no pod");
    }
    int replicas = (int) Math.ceil(ratio * (double) target.runningAndReady());
    return new Proposal.Valid(replicas, usage, usage);
  }

  /**
   * A target per pod for one number that the pods share.
   *
   * @param statusReplicas replicas that exist; at 0 the ratio is infinite or NaN, both outside any
   *     tolerance
   */
  static Proposal valuePerPod(
      long usage, int statusReplicas, long targetMilli, Tolerance tolerance) {
    double ratio = (double) usage / ((double) targetMilli * (double) statusReplicas);
    int replicas = statusReplicas;
    if (!tolerance.contains(ratio)) {
      replicas = (int) Math.ceil((double) usage / (double) targetMilli);
    }
    long average = (long) Math.ceil((double) usage / (double) statusReplicas);
    return new Proposal.Valid(replicas, average, average);
  }

  private static int percent(long usage, long request) {
    return (int) (usage * 100 / request);
  }

  private static int enlargedPercent(PodAggregate.Utilization pods, double ratio) {
    long usage = pods.usage();
    long request = pods.request();
    if (ratio < 1.0) {
      usage += pods.missingUsage();
    } else if (ratio > 1.0) {
      request += pods.unreadyRequest();
    }
    if (ratio != 1.0) {
      request += pods.missingRequest();
    }
    return percent(usage, request);
  }

  private static boolean isDirect(PodAggregate pods, double ratio) {
    return pods.missing() == 0 && (pods.unready() == 0 || ratio <= 1.0);
  }

  private static int direct(PodAggregate pods, double ratio, int current, Tolerance tolerance) {
    return tolerance.contains(ratio) ? current : (int) Math.ceil(ratio * (double) pods.ready());
  }

  private static int enlargedCount(PodAggregate pods, double ratio) {
    int count = pods.counted();
    if (ratio != 1.0) {
      count += pods.missing();
    }
    if (ratio > 1.0) {
      count += pods.unready();
    }
    return count;
  }

  private static int weakened(
      double ratio, double enlarged, int count, int current, Tolerance tolerance) {
    boolean turnedRound = (ratio < 1.0 && enlarged > 1.0) || (ratio > 1.0 && enlarged < 1.0);
    if (turnedRound || tolerance.contains(enlarged)) {
      return current;
    }
    int replicas = (int) Math.ceil(enlarged * (double) count);
    boolean againstRatio =
        (enlarged < 1.0 && replicas > current) || (enlarged > 1.0 && replicas < current);
    return againstRatio ? current : replicas;
  }
}
