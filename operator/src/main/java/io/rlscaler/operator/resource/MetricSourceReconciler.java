package io.rlscaler.operator.resource;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.rlscaler.crds.Condition.Status;
import io.rlscaler.crds.KubernetesDuration;
import io.rlscaler.crds.MetricSource;
import io.rlscaler.crds.MetricSourceSpec;
import io.rlscaler.crds.MetricSourceStatus;
import io.rlscaler.operator.signal.Source;
import io.rlscaler.operator.signal.Sources;
import io.rlscaler.prometheus.Authentication;
import io.rlscaler.prometheus.PemTls;
import io.rlscaler.prometheus.PrometheusClient;
import io.rlscaler.prometheus.PrometheusEndpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a client for each MetricSource; what it lacks is said in its condition and tried again. */
@ControllerConfiguration(triggerReconcilerOnAllEvents = true)
public final class MetricSourceReconciler implements Reconciler<MetricSource> {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final String namespace;
  private final Sources sources;
  private final Runnable onChange;
  private final StatusWriter writer;
  private final InstantSource clock;
  private final Map<String, MetricSourceSpec> inForce = new ConcurrentHashMap<>();

  /**
   * A reconciler.
   *
   * @param namespace of the operator, where secrets and certificates are
   * @param onChange called after a source came, changed or went
   */
  MetricSourceReconciler(
      KubernetesClient client,
      String namespace,
      Sources sources,
      Runnable onChange,
      StatusWriter writer,
      InstantSource clock) {
    this.client = client;
    this.namespace = namespace;
    this.sources = sources;
    this.onChange = onChange;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public UpdateControl<MetricSource> reconcile(
      MetricSource resource, Context<MetricSource> context) {
    if (context.isPrimaryResourceDeleted()) {
      forget(resource);
      return UpdateControl.noUpdate();
    }
    String name = resource.getMetadata().getName();
    Optional<String> problem = Optional.empty();
    if (!resource.getSpec().equals(inForce.get(name))) {
      problem = apply(name, resource.getSpec());
      onChange.run();
    }
    report(resource, problem);
    return problem.isPresent()
        ? UpdateControl.<MetricSource>noUpdate().rescheduleAfter(RETRY)
        : UpdateControl.noUpdate();
  }

  private Optional<String> apply(String name, MetricSourceSpec spec) {
    try {
      sources.put(Source.of(name, spec, new PrometheusClient(endpoint(spec.prometheus()))));
      inForce.put(name, spec);
      return Optional.empty();
    } catch (IllegalArgumentException | KubernetesClientException e) {
      String problem = String.valueOf(e.getMessage());
      inForce.remove(name);
      sources.putProblem(name, "MetricSource " + name + ": " + problem);
      return Optional.of(problem);
    }
  }

  private void forget(MetricSource resource) {
    inForce.remove(resource.getMetadata().getName());
    sources.remove(resource.getMetadata().getName());
    onChange.run();
  }

  private PrometheusEndpoint endpoint(MetricSourceSpec.Prometheus prometheus) {
    int maxResponse =
        Quantity.getAmountInBytes(Quantity.parse(prometheus.maxResponse())).intValueExact();
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.of(URI.create(prometheus.url()))
            .withTimeout(KubernetesDuration.parse(prometheus.timeout()).value())
            .withMaxResponse(maxResponse)
            .withAllowLoopback(prometheus.allowLoopback())
            .withAuthentication(authentication(prometheus));
    MetricSourceSpec.CaRef ca = prometheus.caRef();
    return ca == null
        ? endpoint
        : endpoint.withTls(PemTls.trusting(configMapValue(ca.configMap())));
  }

  private Authentication authentication(MetricSourceSpec.Prometheus prometheus) {
    MetricSourceSpec.Auth auth = prometheus.auth();
    if (auth == null) {
      return new Authentication.None();
    }
    if (auth.bearer() != null) {
      MetricSourceSpec.TokenRef ref = auth.bearer().secretRef();
      return new Authentication.Bearer(
          new SecretValue(client, namespace, ref.name(), ref.key(), clock));
    }
    if (auth.basic() != null) {
      MetricSourceSpec.UserRef ref = auth.basic().secretRef();
      String user = new SecretValue(client, namespace, ref.name(), ref.usernameKey(), clock).get();
      return new Authentication.Basic(
          user, new SecretValue(client, namespace, ref.name(), ref.passwordKey(), clock));
    }
    throw new IllegalArgumentException("auth: found neither bearer nor basic, expected one");
  }

  private byte[] configMapValue(MetricSourceSpec.ConfigMapKey ref) {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(ref.name()).get();
    String value = map == null || map.getData() == null ? null : map.getData().get(ref.key());
    if (value == null) {
      throw new IllegalArgumentException(
          "caRef: found no key " + ref.key() + " in ConfigMap " + namespace + "/" + ref.name());
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private void report(MetricSource resource, Optional<String> problem) {
    MetricSourceStatus before = resource.getStatus();
    long generation = resource.getMetadata().getGeneration();
    var conditions =
        new Conditions(
                before == null ? List.of() : before.conditions(), generation, clock.instant())
            .add(
                "Ready",
                problem.isEmpty() ? Status.TRUE : Status.FALSE,
                problem.isEmpty() ? "Configured" : "Unusable",
                problem.orElse("the source can be asked; whether it answers stands on the scalers"))
            .toList();
    MetricSourceStatus status = new MetricSourceStatus(generation, conditions);
    if (!status.equals(before)) {
      MetricSource intent = Intents.of(new MetricSource(), resource);
      intent.setStatus(status);
      writer.submit(intent, written -> {});
    }
  }
}
