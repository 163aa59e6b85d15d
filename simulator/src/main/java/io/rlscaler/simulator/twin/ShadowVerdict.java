package io.rlscaler.simulator.twin;

import java.util.List;
import java.util.Locale;

/**
 * What a twin has to say about a policy that did not act.
 *
 * <p>The error of the violation difference is the distance between the model's and the measured
 * share of violating requests under the incumbent, plus the 90 % half-width by the jackknife over
 * blocks of time. There is no verdict before six hours of known time, while less than half of the
 * requests have a measured good ratio, or when the model misses the measured share by more than
 * half of the objective's budget and by more than 30 % of the larger of the two shares.
 */
public sealed interface ShadowVerdict {
  /** One sentence for people. */
  String sentence();

  /**
   * No verdict.
   *
   * @param reason why
   */
  record CannotTell(String reason) implements ShadowVerdict {
    @Override
    public String sentence() {
      return "Cannot tell: " + reason + ".";
    }
  }

  /**
   * A verdict.
   *
   * @param costDifference the policy's replica-seconds over the incumbent's, less 1: negative saves
   * @param violationDifference the policy's share of violating requests less the incumbent's
   * @param error of that difference
   * @param seconds of known time that it rests on
   */
  record Told(double costDifference, double violationDifference, double error, double seconds)
      implements ShadowVerdict {
    @Override
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "%s %.1f %% of the replica-hours, violation share %+.3f %% +- %.3f %%, over %.1f h.",
          costDifference < 0 ? "Saves" : "Costs",
          100 * Math.abs(costDifference),
          100 * violationDifference,
          100 * error,
          seconds / 3600);
    }
  }

  /** Six hours: a morning's rise and some of what follows. */
  double LEAST_SECONDS = 6 * 3600;

  /** Share of the requests whose good ratio must be known. */
  double LEAST_MEASURED = .5;

  /** Of the objective's budget: a larger error could hide that it is missed. */
  double MOST_ERROR_OF_BUDGET = .5;

  /** Of the larger share: twice what the fast model is tested for. */
  double MOST_RELATIVE_ERROR = .3;

  /** The 90 % quantile of a normal variable's absolute value. */
  double NORMAL_90 = 1.645;

  /** The verdict on sums of blocks of time. */
  static ShadowVerdict of(List<TwinSums> blocks, double budget) {
    TwinSums total = TwinSums.total(blocks);
    if (total.seconds() < LEAST_SECONDS) {
      return cannotTell(
          "%.1f h of known time, expected %.0f h", total.seconds() / 3600, LEAST_SECONDS / 3600);
    }
    if (!(total.requests() > 0 && total.incumbentReplicaSeconds() > 0)) {
      return cannotTell("no request was served in %.1f h", total.seconds() / 3600);
    }
    double measured = total.measuredRequests() / total.requests();
    if (measured < LEAST_MEASURED) {
      return cannotTell(
          "the good ratio of %.0f %% of the requests is known, expected %.0f %%",
          100 * measured, 100 * LEAST_MEASURED);
    }
    double modelError = Math.abs(total.modelError());
    double larger = Math.max(total.measuredShare(), total.modelledShare());
    if (modelError > Math.max(MOST_ERROR_OF_BUDGET * budget, MOST_RELATIVE_ERROR * larger)) {
      return cannotTell(
          "the model gives the replicas that were %.3f %% violating requests, measured were %.3f"
              + " %%",
          100 * total.modelledShare(), 100 * total.measuredShare());
    }
    return new Told(
        total.costDifference(),
        total.violationDifference(),
        modelError + NORMAL_90 * standardError(blocks, total),
        total.seconds());
  }

  private static CannotTell cannotTell(String format, Object... values) {
    return new CannotTell(String.format(Locale.ROOT, format, values));
  }

  /** By the jackknife: what the violation difference would be without each block. */
  private static double standardError(List<TwinSums> blocks, TwinSums total) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (TwinSums block : blocks) {
      TwinSums rest = total.minus(block);
      if (block.requests() > 0 && rest.requests() > 0) {
        double difference = rest.violationDifference() - total.violationDifference();
        sum += difference;
        squares += difference * difference;
        count++;
      }
    }
    double variance = count < 2 ? 0 : squares - sum * sum / count;
    return Math.sqrt(Math.max(0, variance * (count - 1) / Math.max(1, count)));
  }
}
