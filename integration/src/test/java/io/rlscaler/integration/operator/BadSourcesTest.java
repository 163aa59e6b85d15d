package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.rlscaler.crds.Condition;
import io.rlscaler.crds.MetricSource;
import io.rlscaler.crds.RLScalerStatus;
import io.rlscaler.crds.ScalingPolicy;
import io.rlscaler.crds.ScalingPolicyStatus;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.integration.ClusterFixtures;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.Installation;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.service.ArrivalRate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is wrong with one object stands in a condition, and concerns no other object. */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class BadSourcesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> BROKEN = List.of("html", "failing", "huge", "silent");
  private static final List<String> BAD_POLICIES = List.of("broken-model", "wrong-digest");
  private static final String LOADED = "headroom-v1";

  @Test
  void aBadSourceTargetOrPolicyIsNamedAndLeavesTheOthersAlone(ControlPlane plane) {
    try (BrokenServers servers = new BrokenServers();
        Scenario scenario = Scenario.start(plane)) {
      scenario.workload("healthy", 5, ArrivalRate.constant(80));
      scenario.scaler("healthy", "Active", "");
      BROKEN.forEach(name -> brokenSource(scenario, servers, name));
      scaler(scenario, "sourceless", "nowhere", LOADED, deployment(scenario, "sourceless"));
      scaler(scenario, "unscalable", scenario.namespace(), LOADED, "v1, kind: ConfigMap, name: x");
      String missing = "apps/v1, kind: Deployment, name: missing";
      scaler(scenario, "targetless", scenario.namespace(), LOADED, missing);
      scaler(scenario, "lawless", scenario.namespace(), "nobody", deployment(scenario, "lawless"));
      BAD_POLICIES.forEach(name -> policy(scenario, name));
      OperatorProcess operator = scenario.operator("bad-sources");
      try {
        assertSources(scenario, servers.uri("").getAuthority());
        assertTargets(scenario);
        assertPolicies(scenario);
        assertHealthyGoesOn(scenario, operator);
      } finally {
        operator.stop();
        cleanUp(scenario);
      }
    }
  }

  private static void assertSources(Scenario scenario, String server) {
    String down = "False/SourceDown: arrivalRate: SOURCE_DOWN (";
    awaitCondition(scenario, "html", "MetricsAvailable", down + "NOT_PROMETHEUS: ");
    awaitCondition(
        scenario,
        "failing",
        "MetricsAvailable",
        down + "HTTP_STATUS: " + server + " answers with HTTP status 500)");
    awaitCondition(
        scenario,
        "huge",
        "MetricsAvailable",
        down + "TOO_LARGE: the answer of " + server + " is longer than 1048576 bytes)");
    awaitCondition(scenario, "silent", "MetricsAvailable", down + "TIMEOUT: ");
    awaitCondition(
        scenario,
        "sourceless",
        "MetricsAvailable",
        "False/SourceMissing: there is no MetricSource named \"nowhere\"");
  }

  private static void assertTargets(Scenario scenario) {
    awaitCondition(
        scenario,
        "unscalable",
        "TargetScalable",
        "False/NoScaleSubresource: kind ConfigMap of v1 has no scale subresource");
    awaitCondition(
        scenario,
        "targetless",
        "TargetScalable",
        "False/TargetNotFound: Deployment " + scenario.namespace() + "/missing (apps/v1)");
  }

  private static void assertPolicies(Scenario scenario) {
    awaitCondition(
        scenario,
        "lawless",
        "PolicyReady",
        "False/PolicyNotReady: no ScalingPolicy named \"nobody\"");
    awaitPolicy(
        scenario,
        "wrong-digest",
        "digest: the files have sha256:",
        "expected sha256:0000",
        "scalers fall back to the baseline");
    awaitPolicy(scenario, "broken-model", "policy.onnx", "scalers fall back to the baseline");
  }

  /** It is decided on every second although other sources wait for their timeout. */
  private static void assertHealthyGoesOn(Scenario scenario, OperatorProcess operator) {
    Instant from = Instant.now();
    Scenario.await(LIMIT).until(() -> since(scenario, operator, from).size() >= 10);
    List<JsonNode> decisions = since(scenario, operator, from);
    Instant last = Instant.parse(decisions.get(decisions.size() - 1).get("time").asText());
    Duration mean = Duration.between(from, last).dividedBy(decisions.size());

    // A tick that comes late on a busy machine is caught up with, or skipped: one in ten may be.
    assertThat(mean).isLessThan(Duration.ofMillis(1100));
    assertThat(decisions).allMatch(d -> d.get("reason").asText().equals("PolicyDecision"));
    assertThat(scenario.condition("healthy", "Ready")).isEqualTo("True/Deciding");
  }

  private static List<JsonNode> since(Scenario scenario, OperatorProcess operator, Instant from) {
    return scenario.decisions(operator, "healthy").stream()
        .filter(decision -> Instant.parse(decision.get("time").asText()).isAfter(from))
        .toList();
  }

  private static void brokenSource(Scenario scenario, BrokenServers servers, String name) {
    scenario.apply(
        """
        apiVersion: rlscaler.io/v1alpha1
        kind: MetricSource
        metadata: {name: %1$s-%2$s}
        spec:
          prometheus: {url: '%3$s', allowLoopback: true, timeout: 2s, maxResponse: 1Mi}
          period: 1s
          maxAge: 10s
          signals:
            arrivalRate: {query: 'sum by (namespace, workload) (rate(requests_total[$window]))'}
            goodRatio: {query: 'avg by (namespace, workload) (good_ratio{le="$latency"})'}
            utilization: {query: 'avg by (namespace, workload) (utilization)'}
        """
            .formatted(scenario.namespace(), name, servers.uri(name)));
    String source = scenario.namespace() + "-" + name;
    scaler(scenario, name, source, LOADED, deployment(scenario, name));
  }

  private static String deployment(Scenario scenario, String name) {
    ClusterFixtures.createDeployment(scenario.admin(), scenario.namespace(), name, 1);
    return "apps/v1, kind: Deployment, name: " + name;
  }

  private static void scaler(
      Scenario scenario, String name, String source, String policy, String target) {
    scenario.apply(
        """
        apiVersion: rlscaler.io/v1alpha1
        kind: RLScaler
        metadata: {name: %s, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: %s}
          mode: Active
          minReplicas: 1
          maxReplicas: 10
          objective: {latency: 1s, goodRatio: "0.99"}
          metrics: {sourceRef: {name: %s}, match: {workload: healthy}, capacityPerReplica: "20"}
          policyRef: {name: %s}
          baseline: {targetUtilization: 80}
        """
            .formatted(name, scenario.namespace(), target, source, policy));
  }

  private static String policyName(Scenario scenario, String name) {
    return scenario.namespace() + "-" + name;
  }

  /** A policy whose model is not ONNX, under its own digest or under one that is not its own. */
  private static void policy(Scenario scenario, String name) {
    Map<String, byte[]> files =
        Map.of(
            PolicyArtifact.CONTRACT_FILE, contract(),
            PolicyArtifact.MODEL_FILE, "no model".getBytes(StandardCharsets.UTF_8));
    String digest =
        name.equals("wrong-digest") ? "sha256:" + "0".repeat(64) : PolicyArtifact.digest(files);
    Map<String, String> data =
        files.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    file -> Base64.getEncoder().encodeToString(file.getValue())));
    scenario
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(Installation.NAMESPACE)
                .withName(policyName(scenario, name))
                .endMetadata()
                .withBinaryData(data)
                .build())
        .create();
    scenario.apply(
        """
        apiVersion: rlscaler.io/v1alpha1
        kind: ScalingPolicy
        metadata: {name: %1$s}
        spec: {artifact: {configMap: {name: %1$s}, digest: '%2$s'}}
        """
            .formatted(policyName(scenario, name), digest));
  }

  /** The contract of the built-in policy. */
  private static byte[] contract() {
    String resource = "/io/rlscaler/policies/" + LOADED + "/" + PolicyArtifact.CONTRACT_FILE;
    try (InputStream in = PolicyArtifact.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static void awaitCondition(
      Scenario scenario, String scaler, String type, String beginning) {
    Scenario.await(LIMIT)
        .untilAsserted(
            () -> {
              RLScalerStatus status = scenario.get(scaler).getStatus();
              assertThat(status).describedAs(scaler).isNotNull();
              assertThat(condition(status.conditions(), type))
                  .describedAs(scaler)
                  .startsWith(beginning);
            });
    assertThat(scenario.condition(scaler, "Ready")).startsWith("False/");
  }

  private static void awaitPolicy(Scenario scenario, String name, String... parts) {
    Scenario.await(LIMIT)
        .untilAsserted(
            () -> {
              ScalingPolicyStatus status =
                  scenario
                      .admin()
                      .resources(ScalingPolicy.class)
                      .withName(policyName(scenario, name))
                      .require()
                      .getStatus();
              assertThat(status).describedAs(name).isNotNull();
              assertThat(condition(status.conditions(), "Ready"))
                  .startsWith("False/Rejected: ")
                  .contains(parts);
            });
  }

  private static String condition(List<Condition> conditions, String type) {
    return conditions.stream()
        .filter(condition -> condition.type().equals(type))
        .map(
            condition ->
                (condition.status() == Condition.Status.FALSE ? "False/" : "")
                    + condition.reason()
                    + ": "
                    + condition.message())
        .findFirst()
        .orElse("");
  }

  private static void cleanUp(Scenario scenario) {
    for (String name : BROKEN) {
      scenario
          .admin()
          .resources(MetricSource.class)
          .withName(scenario.namespace() + "-" + name)
          .delete();
    }
    for (String name : BAD_POLICIES) {
      String policy = policyName(scenario, name);
      scenario.admin().resources(ScalingPolicy.class).withName(policy).delete();
      scenario.admin().configMaps().inNamespace(Installation.NAMESPACE).withName(policy).delete();
    }
  }
}
