package io.rlscaler.operator.telemetry;

import static io.rlscaler.operator.explain.Examples.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.operator.explain.Examples;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
  private enum Failure {
    TIMEOUT
  }

  private final OperatorMetrics metrics = new OperatorMetrics("1.2.3", true);
  private final Workload checkout = Examples.workload("shop", "checkout");

  private static List<String> lines(OperatorMetrics metrics) throws IOException {
    StringWriter text = new StringWriter();
    metrics.write(text);
    return text.toString().lines().toList();
  }

  /** The samples whose name begins with {@code prefix}, as text. */
  private static List<String> samples(OperatorMetrics metrics, String prefix) throws IOException {
    return lines(metrics).stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private void useEverything() {
    metrics.leading(true);
    metrics.ticked("platform", Duration.ofMillis(20), Duration.ofMillis(300));
    metrics.skippedTicks("platform", 2);
    metrics.queryAnswered("platform", "arrivalRate");
    metrics.queryFailed("platform", "goodRatio", Failure.TIMEOUT);
    metrics.killSwitches(KillSwitchScope.NAMESPACE, KillSwitch.Position.FREEZE, 3);
    metrics.policyRefused(PolicyRejectedException.Cause.DIGEST_MISMATCH);
    record(checkout, WriteOutcome.WRITTEN);
    metrics.record(
        checkout, Examples.observation(TIME), Examples.unanswered(TIME), WriteOutcome.CONFLICT);
  }

  private void record(Workload workload, WriteOutcome outcome) {
    metrics.record(workload, Examples.observation(TIME), Examples.byPolicy(TIME), outcome);
  }

  @Test
  void countsWhatHappens() throws IOException {
    useEverything();

    assertThat(lines(metrics))
        .contains(
            "rlscaler_build_info{version=\"1.2.3\",} 1.0",
            "rlscaler_leader 1.0",
            "rlscaler_tick_duration_seconds_sum{source=\"platform\",} 0.3",
            "rlscaler_tick_lateness_seconds_sum{source=\"platform\",} 0.02",
            "rlscaler_ticks_skipped_total{source=\"platform\",} 2.0",
            sample(
                "source_queries_total{source='platform',signal='arrivalRate',result='success',}"),
            sample("source_queries_total{source='platform',signal='goodRatio',result='failure',}"),
            sample(
                "source_query_failures_total{source='platform',signal='goodRatio',kind='timeout',}"),
            sample("decisions_total{reason='PolicyDecision',outcome='written',}"),
            sample("decisions_total{reason='PolicyFaultBaseline',outcome='conflict',}"),
            sample("scale_writes_total{outcome='written',}"),
            sample("scale_writes_total{outcome='conflict',}"),
            "rlscaler_inference_errors_total 1.0",
            sample("shield_interventions_total{constraint='risk',}"),
            sample("shield_interventions_total{constraint='authority',}"),
            "rlscaler_shield_interventions_total{constraint=\"hold\",} 0.0",
            "rlscaler_kill_switches{scope=\"namespace\",position=\"freeze\",} 3.0",
            "rlscaler_kill_switches{scope=\"operator\",position=\"freeze\",} 0.0",
            sample("policy_load_failures_total{reason='digest_mismatch',}"));
  }

  private static String sample(String series) {
    return "rlscaler_" + series.replace('\'', '"') + " 1.0";
  }

  @Test
  void shadowAndUnchangedDecisionsAreNoWrites() throws IOException {
    record(checkout, WriteOutcome.SHADOW);
    record(checkout, WriteOutcome.UNCHANGED);

    assertThat(samples(metrics, "rlscaler_scale_writes_total{"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).endsWith(" 0.0"));
    assertThat(samples(metrics, "rlscaler_decisions_total{")).hasSize(2);
  }

  @Test
  void aPolicyThatWasNeverAskedIsNoInferenceError() throws IOException {
    metrics.record(
        checkout, Examples.observation(TIME), Examples.hold(TIME, 6), WriteOutcome.UNCHANGED);
    record(checkout, WriteOutcome.WRITTEN);

    assertThat(lines(metrics)).contains("rlscaler_inference_errors_total 0.0");
  }

  @Test
  void showsEachScalerAsItsLastDecisionSawIt() throws IOException {
    record(checkout, WriteOutcome.WRITTEN);

    String scaler = "namespace=\"shop\",name=\"checkout\",";
    assertThat(samples(metrics, "rlscaler_scaler_"))
        .containsExactlyInAnyOrder(
            "rlscaler_scaler_desired_replicas{" + scaler + "} 7.0",
            "rlscaler_scaler_current_replicas{" + scaler + "} 6.0",
            "rlscaler_scaler_ready_replicas{" + scaler + "} 5.0",
            "rlscaler_scaler_baseline_replicas{" + scaler + "} 11.0",
            "rlscaler_scaler_action_risk_ratio{" + scaler + "} 0.0125",
            "rlscaler_scaler_error_budget_burn_ratio{" + scaler + "} 0.0",
            "rlscaler_scaler_error_budget_left_ratio{" + scaler + "} 1.0",
            "rlscaler_scaler_signal_age_seconds{" + scaler + "signal=\"arrivalRate\",} 12.5",
            "rlscaler_scaler_signal_age_seconds{" + scaler + "signal=\"goodRatio\",} 20.0",
            "rlscaler_scaler_signal_age_seconds{" + scaler + "signal=\"queueLength\",} 0.0",
            "rlscaler_scaler_signal_unknown{"
                + scaler
                + "signal=\"utilization\",reason=\"stale\",} 1.0");
  }

  @Test
  void whatIsNoLongerKnownHasNoSeries() throws IOException {
    record(checkout, WriteOutcome.WRITTEN);
    metrics.record(
        checkout, Examples.observation(TIME), Examples.hold(TIME, 6), WriteOutcome.UNCHANGED);

    assertThat(samples(metrics, "rlscaler_scaler_baseline")).isEmpty();
    assertThat(samples(metrics, "rlscaler_scaler_action_risk")).isEmpty();
  }

  @Test
  void aForgottenScalerHasNoSeries() throws IOException {
    Workload search = Examples.workload("shop", "search");
    record(checkout, WriteOutcome.WRITTEN);
    record(search, WriteOutcome.WRITTEN);

    metrics.forget(checkout.id());

    assertThat(samples(metrics, "rlscaler_scaler_desired"))
        .containsExactly(
            "rlscaler_scaler_desired_replicas{namespace=\"shop\",name=\"search\",} 7.0");
  }

  @Test
  void scalerSeriesCanBeSwitchedOff() throws IOException {
    OperatorMetrics without = new OperatorMetrics("1.2.3", false);
    without.record(
        checkout, Examples.observation(TIME), Examples.byPolicy(TIME), WriteOutcome.WRITTEN);

    assertThat(lines(without)).noneMatch(line -> line.contains("rlscaler_scaler_"));
    assertThat(lines(without))
        .contains(sample("decisions_total{reason='PolicyDecision',outcome='written',}"));
  }

  @Test
  void twoOperatorsInOneProcessDoNotShareARegistry() throws IOException {
    OperatorMetrics other = new OperatorMetrics("1.2.4", true);
    other.leading(true);

    assertThat(lines(metrics)).contains("rlscaler_leader 0.0");
  }

  @Test
  void promtoolFindsNothingToCriticise() throws Exception {
    Optional<Path> promtool = onPath("promtool");
    assumeTrue(promtool.isPresent(), "promtool is not on the PATH");
    useEverything();
    StringWriter text = new StringWriter();
    metrics.write(text);

    Process check =
        new ProcessBuilder(promtool.orElseThrow().toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    check.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    check.getOutputStream().close();
    String findings = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(findings).isEmpty();
    assertThat(check.exitValue()).isZero();
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
