package io.rlscaler.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.evaluation.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final int WINDOWS = 400;
  private static final double REQUESTS = 1000;

  /** Violations in one window of ten by the fast model, in three windows very many. */
  private static List<AuditWindow> windows() {
    return IntStream.range(0, WINDOWS)
        .mapToObj(
            i -> {
              double fast = i % 100 == 7 ? 600 : i % 10 == 0 ? 1 + i % 7 : 0;
              return new AuditWindow(0, i, i + 1, REQUESTS, fast, 2 * REQUESTS);
            })
        .toList();
  }

  /** The truth of a test: a fifth more than the fast model, and some that it does not see. */
  private static double truth(AuditWindow window) {
    return 1.2 * window.fastViolations() + (window.from() % 40 == 3 ? 10 : 0);
  }

  private static Audit audit(AuditSample sample, ToDoubleFunction<AuditWindow> truth) {
    List<AuditWindow> chosen = new ArrayList<>(sample.certain());
    sample.drawn().forEach(draw -> chosen.add(draw.window()));
    double[] violations = chosen.stream().mapToDouble(truth).toArray();
    return AuditEstimate.of(sample, violations, WINDOWS * REQUESTS);
  }

  @Test
  void windowsWhereViolationsConcentrateAreAllTaken() {
    AuditSample sample = AuditSample.draw(windows(), 60 * 2 * REQUESTS, 1);
    assertThat(sample.certain()).extracting(AuditWindow::from).startsWith(7, 107, 207, 307);
    assertThat(sample.size()).isEqualTo(60);
    assertThat(sample.drawn())
        .extracting(draw -> draw.window().from())
        .doesNotContain(7, 107, 207, 307);
  }

  @Test
  void concentratedWindowsTakeAtMostHalfOfTheBudget() {
    List<AuditWindow> halving =
        IntStream.range(0, 40)
            .mapToObj(i -> new AuditWindow(0, i, i + 1, REQUESTS, 600 * Math.pow(.5, i), REQUESTS))
            .toList();
    AuditSample sample = AuditSample.draw(halving, 12 * REQUESTS, 1);
    assertThat(sample.certain()).extracting(AuditWindow::from).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(sample.drawn()).hasSize(6);
  }

  @Test
  void theSameSeedDrawsTheSameWindows() {
    AuditSample sample = AuditSample.draw(windows(), 30 * 2 * REQUESTS, 5);
    assertThat(AuditSample.draw(windows(), 30 * 2 * REQUESTS, 5)).isEqualTo(sample);
    assertThat(AuditSample.draw(windows(), 30 * 2 * REQUESTS, 6)).isNotEqualTo(sample);
  }

  @Test
  void modelsThatAgreeLeaveNothingToCorrect() {
    Audit audit =
        audit(AuditSample.draw(windows(), 60 * 2 * REQUESTS, 1), AuditWindow::fastViolations);
    assertThat(audit.correction()).isZero();
    assertThat(audit.high() - audit.low()).isZero();
  }

  @Test
  void correctionIsUnbiasedAndItsIntervalCoversTheTruthAsOftenAsItSays() {
    double correction =
        windows().stream().mapToDouble(window -> truth(window) - window.fastViolations()).sum()
            / (WINDOWS * REQUESTS);
    int repetitions = 2000;
    SplittableRandom seeds = new SplittableRandom(11);
    double sum = 0;
    int covered = 0;
    for (int i = 0; i < repetitions; i++) {
      Audit audit =
          audit(AuditSample.draw(windows(), 60 * 2 * REQUESTS, seeds.nextLong()), AuditTest::truth);
      sum += audit.correction();
      covered +=
          audit.low() - audit.fastShare() <= correction
                  && correction <= audit.high() - audit.fastShare()
              ? 1
              : 0;
    }
    // the standard error of this mean is below 1 % of it
    assertThat(sum / repetitions).isCloseTo(correction, within(.03 * correction));
    // nominal 90 %; realisations of certain windows are fixed here, so it covers more
    assertThat((double) covered / repetitions).isBetween(.85, 1.0);
  }

  @Test
  void aBudgetThatIsTooSmallGivesNoAudit() {
    assertThat(AuditSample.draw(windows(), 2 * 2 * REQUESTS, 1).isUsable()).isFalse();
    assertThat(AuditSample.draw(windows(), 0, 1).isUsable()).isFalse();
    assertThat(AuditSample.draw(List.of(), 1e9, 1).isUsable()).isFalse();
  }

  @Test
  void anEstimateNeedsOneReplayPerWindow() {
    AuditSample sample = AuditSample.draw(windows(), 60 * 2 * REQUESTS, 1);
    assertThatThrownBy(() -> AuditEstimate.of(sample, new double[3], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 3 replays, expected a usable sample of 60");
  }
}
