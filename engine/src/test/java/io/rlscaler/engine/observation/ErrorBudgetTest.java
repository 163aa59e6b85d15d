package io.rlscaler.engine.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorBudgetTest {
  private static final long WINDOW = Duration.ofDays(28).toMillis();
  private static final long MINUTE = 60_000;
  // Buckets are floats: 24 bits of mantissa.
  private static final double FLOAT = 1e-6;

  private final ErrorBudget budget = new ErrorBudget(0.99, WINDOW);

  @Test
  void anUnknownHistoryIsAFullBudgetAndSaysSo() {
    assertThat(budget.left()).isEqualTo(1);
    assertThat(budget.burn()).isZero();
    assertThat(budget.recentViolationShare()).isZero();
    assertThat(budget.known()).isFalse();
    assertThat(budget.budget()).isCloseTo(0.01, within(1e-15));
  }

  @Test
  void burnOneSpendsJustTheBudget() {
    for (int i = 0; i < 60; i++) {
      budget.observe(MINUTE * i, 60, 100, 0.01);
    }
    assertThat(budget.burn()).isCloseTo(1, within(FLOAT));
    assertThat(budget.left()).isCloseTo(0, within(FLOAT));
    assertThat(budget.known()).isTrue();
  }

  @Test
  void sharesAreWeighedByRequests() {
    // 6000 good requests and 54000 of which 1 % are bad: 540 of 60000 are .9 of the budget.
    budget.observe(0, 60, 100, 0);
    budget.observe(MINUTE, 60, 900, 0.01);
    assertThat(budget.burn()).isCloseTo(0.9, within(FLOAT));
    assertThat(budget.left()).isCloseTo(0.1, within(FLOAT));
  }

  @Test
  void whatIsLeftIsClippedAtMinusOne() {
    budget.observe(0, 60, 100, 1);
    assertThat(budget.left()).isEqualTo(-1);
    assertThat(budget.burn()).isCloseTo(100, within(1e-4));
  }

  @Test
  void burnForgetsAfterAnHourAndTheBudgetAfterItsWindow() {
    budget.observe(0, 60, 100, 1);
    budget.observe(59 * MINUTE, 60, 100, 0);
    assertThat(budget.burn()).isCloseTo(50, within(1e-4));
    budget.observe(60 * MINUTE, 60, 100, 0);
    assertThat(budget.burn()).isZero();
    assertThat(budget.left()).isEqualTo(-1);
    budget.observe(WINDOW, 60, 100, 0);
    assertThat(budget.left()).isEqualTo(1);
  }

  @Test
  void aBreakWithoutDataMakesTheLastHourUnknownAgain() {
    for (int i = 0; i < 4; i++) {
      assertThat(budget.known()).as("after %s buckets", i).isEqualTo(i >= 3);
      budget.observe(5 * MINUTE * i, 300, 100, 0.5);
    }
    budget.observe(120 * MINUTE, 60, 100, 0);
    assertThat(budget.known()).isFalse();
    assertThat(budget.burn()).isZero();
  }

  @Test
  void theRecentShareHasAMemoryOfFiveMinutes() {
    budget.observe(0, 300, 100, 1);
    assertThat(budget.recentViolationShare()).isCloseTo(1 - Math.exp(-1), within(1e-12));
    budget.observe(300_000, 300, 100, 0);
    assertThat(budget.recentViolationShare())
        .isCloseTo((1 - Math.exp(-1)) * Math.exp(-1), within(1e-12));
  }

  @Test
  void aMillionTicksOfUnevenTrafficLeaveNoResidue() {
    SplittableRandom random = new SplittableRandom(7);
    long now = 0;
    for (int i = 0; i < 1_000_000; i++) {
      now += 15_000;
      double rate = Math.exp(random.nextDouble(-5, 14));
      budget.observe(now, 15, rate, random.nextDouble());
    }
    // A window later nothing of it is left: what counts is the one last tick.
    now += WINDOW + 3_600_000;
    budget.observe(now, 15, 1e-3, 0.004);
    assertThat(budget.burn()).isCloseTo(0.4, within(FLOAT));
    assertThat(budget.left()).isCloseTo(0.6, within(FLOAT));
  }

  @Test
  void aShortWindowSlidesToo() {
    ErrorBudget hour = new ErrorBudget(0.9, 3_600_000);
    hour.observe(0, 60, 10, 1);
    assertThat(hour.left()).isEqualTo(-1);
    hour.observe(3_600_000, 60, 10, 0);
    assertThat(hour.left()).isEqualTo(1);
  }

  @Test
  void aCopyCountsAlone() {
    budget.observe(0, 60, 100, 0);
    ErrorBudget copy = budget.copy();
    budget.observe(MINUTE, 60, 100, 1);
    assertThat(copy.left()).isEqualTo(1);
    assertThat(copy.recentViolationShare()).isZero();
    assertThat(budget.left()).isEqualTo(-1);
  }
}
