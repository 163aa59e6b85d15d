package io.rlscaler.integration.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.rlscaler.crds.Condition;
import io.rlscaler.crds.MetricSource;
import io.rlscaler.crds.RLScaler;
import io.rlscaler.crds.ScalingPolicy;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.ClusterFixtures;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.Installation;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.OperatorSettings;
import io.rlscaler.integration.PrometheusServer;
import io.rlscaler.integration.service.ArrivalRate;
import io.rlscaler.integration.service.ServiceProfile;
import io.rlscaler.integration.service.SimulatedService;
import io.rlscaler.integration.service.SimulatedWorkload;
import io.rlscaler.simulator.workload.ServiceModel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A namespace with simulated services, a Prometheus that scrapes them every second, a MetricSource
 * that ticks every second, the built-in policy, and operators as processes. Everything ends with
 * it.
 */
final class Scenario implements AutoCloseable {
  /** Requests/s of one replica at 100 %. */
  static final double CAPACITY = 20;

  /** From a raise to a ready replica. */
  static final Duration START_UP = Duration.ofSeconds(2);

  /** Rates of the metric source are means over four periods of one second. */
  static final Duration RATE_WINDOW = Duration.ofSeconds(4);

  private static final Duration LATENCY = Duration.ofSeconds(1);
  private static final ServiceModel MODEL =
      new ServiceModel(
          4, 4 / CAPACITY, 0.5, ServiceModel.Distribution.LOG_NORMAL, ServiceModel.Routing.CENTRAL);
  private static final Duration SERVICE_TICK = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final Installation installation;
  private final String namespace;
  private final SimulatedService service;
  private final PrometheusServer prometheus;
  private final List<OperatorProcess> operators = new ArrayList<>();

  private Scenario(ControlPlane plane) {
    this.plane = plane;
    installation = Installation.install(plane);
    namespace = ClusterFixtures.createNamespace(plane.admin());
    service = SimulatedService.start(plane.admin(), SERVICE_TICK, Clock.systemUTC());
    prometheus = PrometheusServer.start(List.of(service.uri()));
    apply(metricSource());
    apply(
        """
        apiVersion: rlscaler.io/v1alpha1
        kind: ScalingPolicy
        metadata: {name: headroom-v1}
        spec: {artifact: {builtin: headroom-v1}}
        """);
  }

  static Scenario start(ControlPlane plane) {
    return new Scenario(plane);
  }

  private String metricSource() {
    return """
        apiVersion: rlscaler.io/v1alpha1
        kind: MetricSource
        metadata: {name: %s}
        spec:
          prometheus: {url: '%s', allowLoopback: true, timeout: 2s}
          period: 1s
          maxAge: 10s
          signals:
            arrivalRate:
              query: sum by (namespace, workload) (rate(http_requests_total[$window]))
            goodRatio:
              query: >-
                sum by (namespace, workload) (rate(http_request_duration_seconds_bucket{le="$latency"}[$window]))
                / sum by (namespace, workload) (rate(http_request_duration_seconds_count[$window]))
            utilization:
              query: avg by (namespace, workload) (replica_utilization)
        """
        .formatted(namespace, prometheus.uri());
  }

  /** A Deployment with traffic. */
  SimulatedWorkload workload(String name, int replicas, ArrivalRate traffic) {
    ClusterFixtures.createDeployment(plane.admin(), namespace, name, replicas, START_UP);
    ClusterFixtures.awaitReadyReplicas(
        plane.admin(), namespace, name, replicas, Duration.ofSeconds(60));
    return service.add(new ServiceProfile(namespace, name, MODEL, LATENCY), traffic);
  }

  /**
   * An RLScaler of a workload, whose name it has.
   *
   * @param settings of the policy, as in {@code margin: "0.1"}; may be empty
   */
  void scaler(String workload, String mode, String settings) {
    scaler(workload, mode, settings, Duration.ofSeconds(3));
  }

  /** The same with another stabilization window for reductions. */
  void scaler(String workload, String mode, String settings, Duration window) {
    apply(
        """
        apiVersion: rlscaler.io/v1alpha1
        kind: RLScaler
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          mode: %3$s
          minReplicas: 1
          maxReplicas: 40
          objective: {latency: 1s, goodRatio: "0.99"}
          metrics:
            sourceRef: {name: %2$s}
            match: {workload: %1$s}
            capacityPerReplica: "%5$s"
            startupTime: %6$ss
          policyRef: {name: headroom-v1, settings: {hold: 3s%4$s}}
          baseline:
            targetUtilization: 80
            behavior:
              scaleUp: {policies: [{type: Pods, value: 20, periodSeconds: 1}]}
              scaleDown: {stabilizationWindowSeconds: %7$s, policies: [{type: Pods, value: 20, periodSeconds: 1}]}
        """
            .formatted(
                workload,
                namespace,
                mode,
                settings.isEmpty() ? "" : ", " + settings,
                CAPACITY,
                START_UP.toSeconds(),
                window.toSeconds()));
  }

  void apply(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    for (HasMetadata object : admin().load(new ByteArrayInputStream(bytes)).items()) {
      admin().resource(object).fieldManager("test").forceConflicts().serverSideApply();
    }
  }

  /** Starts an operator as the installed ServiceAccount and waits until it is ready. */
  OperatorProcess operator(String identity) {
    return operator(OperatorSettings.of(installation.kubeconfig(), identity));
  }

  OperatorProcess operator(OperatorSettings settings) {
    OperatorProcess operator = OperatorProcess.start(settings);
    operators.add(operator);
    operator.awaitReady();
    return operator;
  }

  Installation installation() {
    return installation;
  }

  ControlPlane plane() {
    return plane;
  }

  KubernetesClient admin() {
    return plane.admin();
  }

  String namespace() {
    return namespace;
  }

  PrometheusServer prometheus() {
    return prometheus;
  }

  RLScaler get(String name) {
    return admin().resources(RLScaler.class).inNamespace(namespace).withName(name).require();
  }

  /** A condition of a scaler, as {@code True/Reason}, or empty when there is none yet. */
  String condition(String name, String type) {
    var status = get(name).getStatus();
    return status == null
        ? ""
        : status.conditions().stream()
            .filter(condition -> condition.type().equals(type))
            .map(condition -> label(condition.status()) + "/" + condition.reason())
            .findFirst()
            .orElse("");
  }

  private static String label(Condition.Status status) {
    return switch (status) {
      case TRUE -> "True";
      case FALSE -> "False";
      case UNKNOWN -> "Unknown";
    };
  }

  int desired(String name) {
    return admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .require()
        .getSpec()
        .getReplicas();
  }

  void annotate(String scaler, String key, String value) {
    annotate(admin().resources(RLScaler.class).inNamespace(namespace).withName(scaler), key, value);
  }

  void annotateNamespace(String key, String value) {
    annotate(admin().namespaces().withName(namespace), key, value);
  }

  /** Without a resource version: the operator writes the status of the same object meanwhile. */
  private static void annotate(Resource<?> resource, String key, String value) {
    resource.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(key, value));
  }

  /** The Lease of the operators. */
  Lease lease() {
    return admin()
        .leases()
        .inNamespace(Installation.NAMESPACE)
        .withName("rlscaler-operator")
        .require();
  }

  /** The mutating requests of the operator's ServiceAccount so far. */
  List<Mutation> mutations() {
    return plane.auditLog().mutationsBy(Installation.USER);
  }

  /** The accepted scale writes of the operator in this namespace so far. */
  List<Mutation> scaleWrites() {
    return mutations().stream()
        .filter(m -> m.namespace().equals(namespace) && m.subresource().equals("scale"))
        .filter(m -> m.code() < 300)
        .toList();
  }

  /** The decisions of a scaler that an operator remembers, oldest first. */
  List<JsonNode> decisions(OperatorProcess operator, String scaler) {
    try {
      List<JsonNode> decisions = new ArrayList<>();
      JSON.readTree(operator.explain(namespace, scaler, explainToken()))
          .get("decisions")
          .forEach(decisions::add);
      Collections.reverse(decisions);
      return decisions;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("explain is not JSON", e);
    }
  }

  /** Waits until an operator has decided on a scaler; the time of its oldest decision. */
  Instant firstDecision(OperatorProcess operator, String scaler) {
    List<JsonNode> decisions =
        await(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> decisions(operator, scaler), found -> !found.isEmpty());
    return Instant.parse(decisions.get(0).get("time").asText());
  }

  private String explainToken() {
    TokenRequest request =
        admin()
            .serviceAccounts()
            .inNamespace(Installation.NAMESPACE)
            .withName("rlscaler-explain")
            .tokenRequest(new TokenRequest());
    return Objects.requireNonNull(request.getStatus().getToken());
  }

  /** Decisions on a scaler of this namespace so far, over all reasons and outcomes. */
  double decisionCount(OperatorProcess operator) {
    return operator
        .metrics()
        .lines()
        .filter(line -> line.startsWith("rlscaler_decisions_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  static ConditionFactory await(Duration limit) {
    return Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(200));
  }

  @Override
  public void close() {
    // Operators go first: they must not see their objects vanish under them.
    operators.forEach(OperatorProcess::close);
    admin().resources(RLScaler.class).inNamespace(namespace).delete();
    admin().resources(MetricSource.class).withName(namespace).delete();
    admin().resources(ScalingPolicy.class).withName("headroom-v1").delete();
    prometheus.close();
    service.close();
  }
}
