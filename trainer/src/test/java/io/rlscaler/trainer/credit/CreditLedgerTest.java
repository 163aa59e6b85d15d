package io.rlscaler.trainer.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CreditLedgerTest {
  private static CreditLedger ledger(int startUpSteps, int[] desired, double[] violating) {
    CreditLedger ledger = new CreditLedger(startUpSteps, 0, 100, 2, 1000);
    for (int i = 0; i < desired.length; i++) {
      ledger.ask(desired[i], desired[i]);
      ledger.charge(i, violating[i], 0);
    }
    return ledger;
  }

  private static double[] charges(int startUpSteps, int[] desired, double[] violating) {
    CreditLedger ledger = ledger(startUpSteps, desired, violating);
    return IntStream.range(0, ledger.size()).mapToDouble(ledger::charged).toArray();
  }

  @Test
  void aViolationIsChargedToTheFewestReplicasWithinOneStartUpTime() {
    int[] desired = {1, 4, 3, 5, 9};
    double[] violating = {0, 0, 0, 0, 6};
    assertThat(charges(2, desired, violating)).containsExactly(0, 0, 6, 0, 0);
  }

  @Test
  void equallyFewShareTheCharge() {
    assertThat(charges(2, new int[] {3, 3, 5}, new double[] {0, 0, 6})).containsExactly(3, 3, 0);
  }

  @Test
  void withoutAStartUpTimeEveryDecisionAnswersForItself() {
    double[] violating = {1, 0, 2};
    assertThat(charges(0, new int[] {1, 1, 9}, violating)).containsExactly(violating);
  }

  private static double[] paid(int holdSteps, int[] wishes, int[] asked) {
    CreditLedger ledger = new CreditLedger(0, holdSteps, 100, 2, 1000);
    for (int i = 0; i < wishes.length; i++) {
      ledger.ask(wishes[i], asked[i]);
    }
    return IntStream.range(0, wishes.length).mapToDouble(ledger::replicas).toArray();
  }

  @Test
  void eachReplicaIsSharedByTheDecisionsThatWishedForSoMany() {
    // at the second decision 3 replicas are shared by both, and 4 are the second's alone
    assertThat(paid(1, new int[] {3, 7}, new int[] {3, 7})).containsExactly(3 + 1.5, 1.5 + 4);
  }

  @Test
  void withoutAHoldEveryDecisionPaysForItsOwnReplicas() {
    assertThat(paid(0, new int[] {3, 7, 2}, new int[] {3, 7, 2})).containsExactly(3, 7, 2);
  }

  @Test
  void allReplicasArePaidForOnce() {
    SplittableRandom random = new SplittableRandom(1);
    int[] wishes = random.ints(300, 1, 20).toArray();
    int[] asked = new int[wishes.length];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = Arrays.stream(wishes, Math.max(0, i - 4), i + 1).max().orElseThrow();
    }
    assertThat(Arrays.stream(paid(4, wishes, asked)).sum())
        .isCloseTo(Arrays.stream(asked).sum(), within(1e-9));
  }

  @Test
  void whatMadeRequestsWaitIsChargedWhileTheyWait() {
    CreditLedger ledger = new CreditLedger(1, 0, 100, 2, 1000);
    int[] desired = {4, 1, 6, 6, 6};
    for (int i = 0; i < desired.length; i++) {
      ledger.ask(desired[i], desired[i]);
    }
    ledger.charge(4, 6, 2);
    assertThat(ledger.charged(1)).isEqualTo(6);
  }

  @Test
  void whatALimitDidNotGrantIsNotPaidFor() {
    CreditLedger ledger = new CreditLedger(0, 2, 100, 2, 1000);
    ledger.ask(3, 3);
    ledger.ask(9, 5);
    assertThat(ledger.replicas(1)).isEqualTo(1.5 + 2);
  }

  @Test
  void noViolationIsLostOrChargedTwice() {
    SplittableRandom random = new SplittableRandom(1);
    int[] desired = random.ints(500, 1, 20).toArray();
    double[] violating = random.doubles(500, -1, 1).map(x -> Math.max(0, x)).toArray();
    // 500 numbers of about 1 add up with an error far below this
    assertThat(Arrays.stream(charges(7, desired, violating)).sum())
        .isCloseTo(Arrays.stream(violating).sum(), within(1e-9));
  }

  @Test
  void theMeanReturnIsTheWeightedObjective() {
    CreditLedger ledger = ledger(1, new int[] {2, 4}, new double[] {0, 10});
    double cost = (2 / 2.0 + 4 / 2.0) / 2;
    double share = 10 / (2 * 1000.0);
    assertThat((ledger.returned(0) + ledger.returned(1)) / 2)
        .isCloseTo(-(cost + 100 * share) / 10, within(1e-12));
  }

  @Test
  void aReturnIsCompleteOnceItsStartUpTimeAndItsHoldAreOver() {
    CreditLedger ledger = new CreditLedger(3, 5, 100, 2, 1000);
    assertThat(ledger.isComplete(5, 28)).isFalse();
    assertThat(ledger.isComplete(5, 29)).isTrue();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new CreditLedger(-1, 0, 1, 1, 1)).hasMessageContaining("found -1");
    assertThatThrownBy(() -> new CreditLedger(1, 0, 0, 1, 1))
        .hasMessageContaining("strictness: found 0");
    assertThatThrownBy(() -> new CreditLedger(1, 0, 1, Double.NaN, 1))
        .hasMessageContaining("mean load");
  }
}
