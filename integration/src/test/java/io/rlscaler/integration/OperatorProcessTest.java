package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class OperatorProcessTest {
  private final OperatorSettings settings =
      OperatorSettings.of(Path.of("some", "kubeconfig"), "operator-0", program("SmallOperator"));

  @Test
  void theOperatorSeesItsSettingsAndNothingOfTheTestsOwnEnvironment() {
    OperatorSettings further =
        settings
            .withKillSwitchFile(Path.of("switch"))
            .withEnvironment("A", "b")
            .withoutOnnxRuntime();
    try (OperatorProcess operator = OperatorProcess.start(further)) {
      operator.awaitReady();
      operator.awaitLog("leading as operator-\\d");

      assertThat(operator.metrics())
          .isEqualTo(
              "{A=b, KUBECONFIG=some/kubeconfig, RLSCALER_HTTP_ADDRESS=127.0.0.1,"
                  + " RLSCALER_HTTP_PORT=%d, RLSCALER_KILL_SWITCH_FILE=switch,"
                      .formatted(operator.uri().getPort())
                  + " RLSCALER_NAMESPACE=rlscaler-system, RLSCALER_POD_NAME=operator-0}"
                  + " /nonexistent");
      assertThat(operator.explain("shop", "checkout", "secret"))
          .isEqualTo("/explain/shop/checkout Bearer secret");
    }
  }

  @Test
  void aHeldOperatorAnswersNothingUntilItGoesOn() {
    try (OperatorProcess operator = OperatorProcess.start(settings)) {
      operator.awaitReady();

      operator.pause();
      assertThatThrownBy(operator::metrics).isInstanceOf(UncheckedIOException.class);

      operator.resume();
      assertThat(operator.metrics()).contains("operator-0");
    }
  }

  @Test
  void aStoppedOperatorCleansUpAndAKilledOneDoesNot() {
    try (OperatorProcess stopped = OperatorProcess.start(settings);
        OperatorProcess killed = OperatorProcess.start(settings)) {
      stopped.awaitReady();
      killed.awaitReady();

      stopped.stop();
      killed.kill();

      assertThat(List.of(stopped.isAlive(), killed.isAlive())).containsExactly(false, false);
      assertThat(stopped.log()).containsExactly("leading as operator-0", "ended politely");
      assertThat(killed.log()).containsExactly("leading as operator-0");
    }
  }

  @Test
  void anOperatorThatIsHeldIsEndedNevertheless() {
    OperatorProcess operator = OperatorProcess.start(settings);
    operator.awaitReady();
    operator.pause();
    operator.close();
    assertThat(operator.isAlive()).isFalse();
  }

  @Test
  void anOperatorThatDoesNotStartIsReportedWithItsLog() {
    OperatorSettings broken =
        OperatorSettings.of(Path.of("kubeconfig"), "operator-0", program("NoSuchClass"));
    try (OperatorProcess operator = OperatorProcess.start(broken)) {
      assertThatThrownBy(operator::awaitReady)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("operator-0")
          .hasMessageContaining("NoSuchClass");
    }
  }

  private static OperatorSettings.Program program(String className) {
    try {
      Path classes =
          Path.of(SmallOperator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new OperatorSettings.Program(
          SmallOperator.class.getPackageName() + "." + className, classes.toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of a class is a URI", e);
    }
  }
}
