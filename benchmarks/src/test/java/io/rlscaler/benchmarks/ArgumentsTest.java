package io.rlscaler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void withoutWordsEverythingIsMeasured() {
    assertThat(Arguments.parse(List.of()))
        .isEqualTo(new Arguments(EnumSet.allOf(Subject.class), false, false, false));
  }

  @Test
  void namesChooseASubsetAndOptionsMayStandAnywhere() {
    assertThat(Arguments.parse(List.of("env_step", "--quick", "decision", "--verbose")))
        .isEqualTo(
            new Arguments(EnumSet.of(Subject.DECISION, Subject.ENV_STEP), false, true, true));
  }

  @Test
  void anUnknownWordIsRefusedWithTheNamesThatThereAre() {
    assertThatThrownBy(() -> Arguments.parse(List.of("loop")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "found name loop; usage: bench [--quick] [--verbose] [NAME...] | matrix [FILE] |"
                + " omissions | --list; names: decision, simulator_step, request_model, evaluate,"
                + " env_step, loop_10000");
    assertThatThrownBy(() -> Arguments.parse(List.of("--slow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("found option --slow; usage: ");
  }
}
