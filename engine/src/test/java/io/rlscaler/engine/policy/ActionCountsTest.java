package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ActionCountsTest {
  private static final OptionalInt NO_BASELINE = OptionalInt.empty();
  private static final OptionalDouble NO_CAP = OptionalDouble.empty();

  private static PolicySettings settings(double margin, double floor, OptionalDouble cap) {
    return new PolicySettings(50, margin, 300, floor, cap);
  }

  private static ActionCounts.Basis basis(
      double load, double growth, double queue, double peak, PolicySettings settings) {
    return new ActionCounts.Basis(
        load,
        growth,
        queue,
        100,
        peak,
        settings,
        ReferenceUtilization.ofUnknownService(),
        1,
        1_000);
  }

  private static ActionCounts.Basis plain(double load) {
    return basis(load, 0, 0, Double.NaN, PolicySettings.DEFAULT);
  }

  @Test
  void everyActionOfTheTableHasItsCount() {
    // ceil(80 / .8 * exp(.03 sinh(level))) over the levels -1.5 to 4.5
    assertThat(ActionCounts.of(plain(80), 42))
        .containsExactly(42, 94, 97, 99, 100, 102, 104, 107, 112, 120, 136, 165, 227, 386);
  }

  @Test
  void forecastHeadroomAndMarginAddUpAsLogarithms() {
    ActionCounts.Basis basis =
        basis(8, Math.log(1.5), 0, Double.NaN, settings(Math.log(2), 0, NO_CAP));
    assertThat(ActionCounts.withHeadroom(basis, Math.log(3), NO_BASELINE)).isEqualTo(90);
  }

  @Test
  void aProductThatShouldBeWholeIsNotRoundedUpForItsLastBit() {
    // 10 * 1.1 is 11.000000000000002 in double precision.
    ActionCounts.Basis basis = plain(8);
    assertThat(ActionCounts.withHeadroom(basis, Math.log(1.1), NO_BASELINE)).isEqualTo(11);
    assertThat(ActionCounts.withHeadroom(basis, Math.log(1.1001), NO_BASELINE)).isEqualTo(12);
  }

  @Test
  void theBacklogDrainsWithinAMinuteOnTopOfTheLoad() {
    // 18,000 waiting requests are 3 replicas for a minute at 100 requests/s each.
    ActionCounts.Basis basis = basis(8, 0, 18_000, Double.NaN, PolicySettings.DEFAULT);
    assertThat(ActionCounts.withHeadroom(basis, 0, NO_BASELINE)).isEqualTo(13);
  }

  @Test
  void theFloorIsAShareOfTheWeeksPeak() {
    PolicySettings settings = settings(0, 0.25, NO_CAP);
    assertThat(ActionCounts.withHeadroom(basis(8, 0, 0, 50, settings), 0, NO_BASELINE))
        .isEqualTo(13);
    assertThat(ActionCounts.withHeadroom(basis(80, 0, 0, 50, settings), 0, NO_BASELINE))
        .isEqualTo(100);
    assertThat(ActionCounts.withHeadroom(basis(8, 0, 0, Double.NaN, settings), 0, NO_BASELINE))
        .isEqualTo(10);
  }

  @Test
  void theCapBindsOnlyWhileTheLoadIsAtMostThePeak() {
    PolicySettings settings = settings(0, 0, OptionalDouble.of(1.2));
    OptionalInt baseline = OptionalInt.of(1);
    assertThat(ActionCounts.withHeadroom(basis(50, 1, 0, 50, settings), 0, baseline)).isEqualTo(60);
    assertThat(ActionCounts.withHeadroom(basis(50.1, 1, 0, 50, settings), 0, baseline))
        .isEqualTo(171);
    assertThat(ActionCounts.withHeadroom(basis(50, 1, 0, Double.NaN, settings), 0, baseline))
        .isEqualTo(170);
  }

  @Test
  void theCapNeverUndercutsTheBaselineNorActsWithoutIt() {
    PolicySettings settings = settings(0, 0, OptionalDouble.of(1.2));
    ActionCounts.Basis basis = basis(50, 1, 0, 50, settings);
    assertThat(ActionCounts.withHeadroom(basis, 0, OptionalInt.of(75))).isEqualTo(75);
    assertThat(ActionCounts.withHeadroom(basis, 0, OptionalInt.of(900))).isEqualTo(170);
    assertThat(ActionCounts.withHeadroom(basis, 0, NO_BASELINE)).isEqualTo(170);
  }

  @Test
  void aCapBelowTheFloorWins() {
    ActionCounts.Basis basis = basis(1, 0, 0, 50, settings(0, 0.9, OptionalDouble.of(0.5)));
    assertThat(ActionCounts.withHeadroom(basis, 0, OptionalInt.of(1))).isEqualTo(25);
  }

  @Property
  void countsNeverFallWithTheLevelAndStayWithinTheBounds(
      @ForAll @DoubleRange(min = 0, max = 1e7) double load,
      @ForAll @DoubleRange(min = -5, max = 5) double growth,
      @ForAll @DoubleRange(min = 0, max = 1e7) double queue,
      @ForAll @DoubleRange(min = 0, max = 1e4) double peak,
      @ForAll @DoubleRange(min = 0, max = 10) double floor,
      @ForAll @DoubleRange(min = 0.01, max = 100) double cap,
      @ForAll @IntRange(min = 1, max = 50) int min,
      @ForAll @IntRange(min = 0, max = 5_000) int more,
      @ForAll @IntRange(min = 0, max = 5_000) int baseline) {
    ActionCounts.Basis basis =
        new ActionCounts.Basis(
            load,
            growth,
            queue,
            100,
            peak,
            settings(0, floor, OptionalDouble.of(cap)),
            ReferenceUtilization.ofUnknownService(),
            min,
            min + more);
    int[] counts = ActionCounts.of(basis, baseline);
    for (int action = 0; action < counts.length; action++) {
      assertThat(counts[action]).isBetween(min, min + more);
      if (action > 1) {
        assertThat(counts[action]).isGreaterThanOrEqualTo(counts[action - 1]);
      }
    }
  }
}
