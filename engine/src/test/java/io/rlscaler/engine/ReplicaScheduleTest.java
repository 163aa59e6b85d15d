package io.rlscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicaScheduleTest {
  private static final Instant START = Instant.ofEpochSecond(1000);
  private static final Duration STEP = Duration.ofSeconds(15);

  @Test
  void aCountHoldsFromItsTimeUntilTheNextAndTheEndsHoldBeyond() {
    ReplicaSchedule schedule = new ReplicaSchedule(START, STEP, 4, 7, 5);
    assertThat(schedule.at(START.minusSeconds(500))).isEqualTo(4);
    assertThat(schedule.at(START)).isEqualTo(4);
    assertThat(schedule.at(START.plusMillis(14_999))).isEqualTo(4);
    assertThat(schedule.at(START.plusSeconds(15))).isEqualTo(7);
    assertThat(schedule.at(START.plusSeconds(30))).isEqualTo(5);
    assertThat(schedule.at(START.plusSeconds(5000))).isEqualTo(5);
  }

  @Test
  void isAValueThatKeepsItsOwnCounts() {
    int[] counts = {4, 7};
    ReplicaSchedule schedule = new ReplicaSchedule(START, STEP, counts);
    counts[0] = 99;
    assertThat(schedule).isEqualTo(new ReplicaSchedule(START, STEP, 4, 7));
    assertThat(schedule).isNotEqualTo(new ReplicaSchedule(START, STEP, 4, 8));
  }

  @Test
  void refusesNoCountsAndCountsOfNothing() {
    assertThatThrownBy(() -> new ReplicaSchedule(START, STEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 counts");
    assertThatThrownBy(() -> new ReplicaSchedule(START, STEP, 3, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReplicaSchedule(START, Duration.ZERO, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
