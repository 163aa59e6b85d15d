package io.rlscaler.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A forwarded port to the pod that leads, which is the only one that decides. Needs {@code get} on
 * the Lease and the pod, and {@code create} on {@code pods/portforward} in the operator's
 * namespace.
 */
final class LeaderConnection implements AutoCloseable {
  private static final String LEASE = "rlscaler-operator";
  private static final String SERVICE_ACCOUNT = "rlscaler-explain";
  private static final int PORT = 8080;
  private static final int TIMEOUT_MILLIS = 10_000;
  // The shortest that the API server issues.
  private static final long TOKEN_SECONDS = 600;

  private final KubernetesClient client;
  private final String namespace;
  private final LocalPortForward forward;

  /**
   * Where to look for the leader.
   *
   * @param kubeconfig file, empty for the usual places
   * @param context empty for the current one
   * @param operatorNamespace where the operator runs
   */
  record Cluster(Optional<String> kubeconfig, Optional<String> context, String operatorNamespace) {}

  private LeaderConnection(KubernetesClient client, String namespace) throws ExplainFailure {
    this.client = client;
    this.namespace = namespace;
    String pod = leader();
    forward =
        ask(
            "forward a port to pod " + namespace + "/" + pod,
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .portForward(PORT, InetAddress.getLoopbackAddress(), 0));
  }

  static LeaderConnection open(Cluster cluster) throws ExplainFailure {
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config(cluster)).build();
    try {
      return new LeaderConnection(client, cluster.operatorNamespace());
    } catch (ExplainFailure e) {
      client.close();
      throw e;
    }
  }

  private static Config config(Cluster cluster) throws ExplainFailure {
    Config config = load(cluster);
    if (cluster.context().isPresent()
        && (config.getCurrentContext() == null
            || !cluster.context().get().equals(config.getCurrentContext().getName()))) {
      throw new ExplainFailure(
          "no context named \"" + cluster.context().get() + "\" in the kubeconfig");
    }
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setRequestRetryBackoffLimit(1);
    return config;
  }

  private static Config load(Cluster cluster) throws ExplainFailure {
    String name = cluster.kubeconfig().orElse("in its usual place");
    if (cluster.kubeconfig().isPresent() && !new File(name).canRead()) {
      throw new ExplainFailure("cannot read the kubeconfig " + name);
    }
    try {
      return parse(cluster);
    } catch (RuntimeException e) {
      // The messages of the YAML parser quote the file, which holds credentials.
      throw new ExplainFailure("the kubeconfig " + name + " is not one");
    }
  }

  // A context that is null stands for the current one; the client has no other way to say so.
  @SuppressWarnings("NullAway")
  private static Config parse(Cluster cluster) {
    String context = cluster.context().orElse(null);
    return cluster.kubeconfig().isPresent()
        ? Config.fromKubeconfig(context, new File(cluster.kubeconfig().get()))
        : Config.autoConfigure(context);
  }

  /** Name of the pod that holds the lease. */
  private String leader() throws ExplainFailure {
    Optional<Lease> lease =
        ask(
            "read the Lease " + namespace + "/" + LEASE,
            () ->
                Optional.ofNullable(client.leases().inNamespace(namespace).withName(LEASE).get()));
    if (lease.isEmpty()) {
      throw new ExplainFailure(
          "no Lease named "
              + LEASE
              + " in namespace "
              + namespace
              + ": is the operator installed there (--operator-namespace)?");
    }
    Optional<String> holder =
        Optional.ofNullable(lease.get().getSpec().getHolderIdentity()).filter(h -> !h.isBlank());
    if (holder.isEmpty()) {
      throw new ExplainFailure("no leader: nobody holds the Lease " + namespace + "/" + LEASE);
    }
    requirePod(holder.get());
    return holder.get();
  }

  private void requirePod(String name) throws ExplainFailure {
    Optional<Pod> pod =
        ask(
            "read pod " + namespace + "/" + name,
            () -> Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get()));
    if (pod.isEmpty()) {
      throw new ExplainFailure(
          "no leader: pod "
              + namespace
              + "/"
              + name
              + " held the Lease and is gone; another one takes over within a minute");
    }
  }

  private <T> T ask(String what, Supplier<T> request) throws ExplainFailure {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new ExplainFailure(inWords(what, e));
    }
  }

  private String inWords(String what, KubernetesClientException e) {
    if (e.getCause() instanceof IOException) {
      return "cannot reach the cluster at "
          + client.getMasterUrl()
          + ": check --kubeconfig and --context, or use --url";
    }
    return switch (e.getCode()) {
      case 401 -> "the cluster does not accept the credentials of the kubeconfig";
      case 403 -> "forbidden: the cluster does not let you " + what;
      case 404 -> "not found: cannot " + what;
      default -> "cannot " + what + ": " + e.getMessage();
    };
  }

  /** The local end of the connection. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + forward.getLocalPort());
  }

  /** The kubeconfig's token, else one of the service account that may read explanations. */
  String token() throws ExplainFailure {
    Config config = client.getConfiguration();
    Optional<String> own =
        Stream.of(
                Optional.ofNullable(config.getOauthToken()),
                Optional.ofNullable(config.getAutoOAuthToken()))
            .flatMap(Optional::stream)
            .filter(token -> !token.isBlank())
            .findFirst();
    return own.isPresent() ? own.get() : requestToken();
  }

  private String requestToken() throws ExplainFailure {
    return ask(
        "request a token of service account "
            + namespace
            + "/"
            + SERVICE_ACCOUNT
            + " (or pass --token)",
        () ->
            client
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(SERVICE_ACCOUNT)
                .tokenRequest(
                    new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken());
  }

  @Override
  public void close() {
    try (client) {
      forward.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a loopback socket failed", e);
    }
  }
}
