package io.rlscaler.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The real prometheus-adapter: serves the values of a {@link PrometheusServer} as {@code
 * external.metrics.k8s.io}, from which the real HPA reads. One control plane has room for one.
 *
 * <p>It finds a series some 5 seconds after Prometheus first scraped it.
 */
public final class PrometheusAdapter implements AutoCloseable {
  private static final String GROUP = "external.metrics.k8s.io";
  private static final String VERSION = "v1beta1";
  private static final String NAMESPACE = "kube-system";
  private static final String SERVICE = "prometheus-adapter";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final TemporaryDirectory directory = TemporaryDirectory.create("prometheus-adapter");
  private final int port = LoopbackPorts.next();
  private final List<ServerProcess> servers = new ArrayList<>();

  private PrometheusAdapter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * A metric that an HPA may name.
   *
   * @param name as in the HPA's {@code external.metric.name}
   * @param series selector of the series that must exist, such as {@code {__name__="queue_length"}}
   * @param query the value; may hold {@code <<.LabelMatchers>>}, which becomes the HPA's selector
   */
  public record ExternalMetric(String name, String series, String query) {
    private Map<String, Object> rule() {
      return Map.of(
          "seriesQuery",
          series,
          "metricsQuery",
          query,
          "name",
          Map.of("as", name),
          "resources",
          Map.of("namespaced", false));
    }
  }

  /**
   * Starts the adapter and registers it with the API server; returns when that serves its metrics.
   *
   * @throws IllegalStateException when it is not available in time; the message holds the end of
   *     its log
   */
  public static PrometheusAdapter start(
      ControlPlane plane, PrometheusServer prometheus, List<ExternalMetric> metrics) {
    PrometheusAdapter adapter = new PrometheusAdapter(plane.admin());
    try {
      adapter.launch(plane, prometheus, metrics);
      return adapter;
    } catch (RuntimeException e) {
      adapter.close();
      throw e;
    }
  }

  /**
   * Ends the adapter but leaves it registered: the API server answers requests for metrics with
   * 503.
   */
  public void stop() {
    servers.forEach(ServerProcess::close);
    servers.clear();
  }

  /** Takes the metrics out of the API server and ends the adapter. */
  @Override
  public void close() {
    client.apiServices().withName(VERSION + "." + GROUP).delete();
    client.services().inNamespace(NAMESPACE).withName(SERVICE).delete();
    stop();
    directory.close();
  }

  private void launch(
      ControlPlane plane, PrometheusServer prometheus, List<ExternalMetric> metrics) {
    CertificateAuthority.Identity identity =
        plane.authority().issueServer(SERVICE, List.of(SERVICE + "." + NAMESPACE + ".svc"));
    Path kubeconfig = plane.kubeconfig("prometheus-adapter", List.of("system:masters"));
    ServerProcess server =
        ServerProcess.start(
            "prometheus-adapter",
            directory.path(),
            List.of(
                plane.binaries().binary("prometheus-adapter").toString(),
                "--lister-kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--prometheus-url=" + prometheus.uri(),
                "--config=" + directory.write("rules.json", rules(metrics)),
                "--metrics-relist-interval=5s",
                "--metrics-max-age=10s",
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--tls-cert-file=" + directory.write("tls.crt", identity.certificate()),
                "--tls-private-key-file=" + directory.write("tls.key", identity.key())));
    servers.add(server);
    client.resource(service()).create();
    client.resource(apiService(plane.authority().certificate())).create();
    server.awaitReady("the API server reaches the external metrics", this::isAvailable);
  }

  private boolean isAvailable() {
    return client
        .apiServices()
        .withName(VERSION + "." + GROUP)
        .require()
        .getStatus()
        .getConditions()
        .stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Available") && condition.getStatus().equals("True"));
  }

  private static Service service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(SERVICE)
        .endMetadata()
        .withNewSpec()
        .withType("ExternalName")
        .withExternalName("localhost")
        .endSpec()
        .build();
  }

  private APIService apiService(String authority) {
    return new APIServiceBuilder()
        .withNewMetadata()
        .withName(VERSION + "." + GROUP)
        .endMetadata()
        .withNewSpec()
        .withGroup(GROUP)
        .withVersion(VERSION)
        .withGroupPriorityMinimum(100)
        .withVersionPriority(100)
        .withCaBundle(
            Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)))
        .withNewService()
        .withNamespace(NAMESPACE)
        .withName(SERVICE)
        .withPort(port)
        .endService()
        .endSpec()
        .build();
  }

  // JSON is YAML, so the adapter reads it.
  private static String rules(List<ExternalMetric> metrics) {
    List<Map<String, Object>> rules = metrics.stream().map(ExternalMetric::rule).toList();
    try {
      return JSON.writeValueAsString(Map.of("externalRules", rules));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts can be written as JSON", e);
    }
  }
}
