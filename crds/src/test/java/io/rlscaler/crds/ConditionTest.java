package io.rlscaler.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-01T00:05:00Z");

  @Test
  void keepsTheTransitionTimeWhileTheStatusStays() {
    Condition before = ready(Condition.Status.FALSE, EARLIER, "PolicyMissing");
    Condition now = ready(Condition.Status.FALSE, LATER, "TargetMissing");

    assertThat(now.after(List.of(before)))
        .isEqualTo(ready(Condition.Status.FALSE, EARLIER, "TargetMissing"));
  }

  @Test
  void takesTheNewTimeWhenTheStatusChanges() {
    Condition now = ready(Condition.Status.TRUE, LATER, "Scaling");

    assertThat(now.after(List.of(ready(Condition.Status.FALSE, EARLIER, "PolicyMissing"))))
        .isEqualTo(now);
  }

  @Test
  void ignoresConditionsOfOtherTypes() {
    Condition now = ready(Condition.Status.TRUE, LATER, "Scaling");
    Condition other =
        new Condition("Conflict", Condition.Status.TRUE, 1L, EARLIER, "Incumbent", "");

    assertThat(now.after(List.of(other))).isEqualTo(now);
  }

  @Test
  void holdsWholeSecondsAsKubernetesDoes() {
    assertThat(ready(Condition.Status.TRUE, EARLIER.plusMillis(999), "Scaling"))
        .isEqualTo(ready(Condition.Status.TRUE, EARLIER, "Scaling"));
  }

  private static Condition ready(Condition.Status status, Instant time, String reason) {
    return new Condition("Ready", status, 1L, time, reason, "");
  }
}
