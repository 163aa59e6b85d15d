package io.rlscaler.operator.scaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForeignWritesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ForeignWrites writes = new ForeignWrites();

  @Test
  void threeChangesByOthersWithinTenMinutesAreAConflict() {
    see(0, 5);
    see(10, 6);
    see(20, 7);
    assertThat(writes.conflict()).isFalse();
    see(30, 8);
    assertThat(writes.conflict()).isTrue();
    see(621, 8);
    assertThat(writes.conflict()).isFalse();
  }

  @Test
  void ownWritesAndUnchangedCountsAreNotOthers() {
    see(0, 5);
    for (int replicas = 6; replicas < 12; replicas++) {
      writes.wrote(replicas);
      see(replicas, replicas);
      see(replicas, replicas);
    }
    assertThat(writes.conflict()).isFalse();
  }

  @Test
  void whatOthersDidWhileOnlyLookingOnIsForgotten() {
    see(0, 5);
    see(1, 6);
    see(2, 7);
    see(3, 8);
    writes.sawDesired(START.plusSeconds(4), 9, false);
    assertThat(writes.conflict()).isFalse();
    see(5, 9);
    see(6, 10);
    assertThat(writes.conflict()).isFalse();
  }

  private void see(int second, int desired) {
    writes.sawDesired(START.plusSeconds(second), desired, true);
  }
}
