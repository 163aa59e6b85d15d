package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Kubernetes control plane on the loopback address: etcd, the API server with an audit log,
 * the controllers (with the HPA), and KWOK in the place of kubelets. There are no machines, no
 * containers and no scheduler.
 *
 * <p>The processes end with {@link #close} or with the JVM. Users in the audit log: the admin
 * client is {@code admin}, KWOK is {@code kwok}, each controller has its own service account, such
 * as {@code system:serviceaccount:kube-system:horizontal-pod-autoscaler}.
 */
public final class ControlPlane implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ADMINISTRATORS = "system:masters";
  private static final long TOKEN_LIFETIME_SECONDS = 24 * 3600L;

  private final ControlPlaneBinaries binaries;
  private final TemporaryDirectory directory = TemporaryDirectory.create("control-plane");
  private final CertificateAuthority authority = new CertificateAuthority(InstantSource.system());
  private final URI server = URI.create("https://" + LOOPBACK + ":" + LoopbackPorts.next());
  private final AtomicInteger kubeconfigs = new AtomicInteger();
  private final Deque<ServerProcess> servers = new ArrayDeque<>();
  private final Path auditLog;
  private final KubernetesClient admin;

  private ControlPlane(ControlPlaneBinaries binaries) {
    this.binaries = binaries;
    this.auditLog = directory.path().resolve("audit.log");
    this.admin = client(kubeconfig("admin", List.of(ADMINISTRATORS)));
  }

  /**
   * Starts a control plane and returns when it is ready to run Deployments.
   *
   * @throws IllegalStateException when a server ends early or is not ready in time; the message
   *     holds the end of its log
   */
  public static ControlPlane start(ControlPlaneBinaries binaries, ControlPlaneOptions options) {
    ControlPlane plane = new ControlPlane(binaries);
    try {
      plane.startApiServer(plane.startEtcd());
      if (options.controllerManager()) {
        plane.startControllerManager(options.controllerManagerFlags());
      }
      plane.startKwok(options);
      return plane;
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** Returns the address of the API server. */
  public URI server() {
    return server;
  }

  /** Returns the client of the user "admin", who may do everything; it is closed with this. */
  public KubernetesClient admin() {
    return admin;
  }

  /** Returns what the API server has been asked to change. */
  public AuditLog auditLog() {
    return new AuditLog(auditLog);
  }

  /** Returns the authority that this API server trusts, to make further certificates. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** Returns where the binaries are, to start further servers beside this control plane. */
  ControlPlaneBinaries binaries() {
    return binaries;
  }

  /** Writes a kubeconfig file for a user in groups, known by a client certificate. */
  public Path kubeconfig(String user, List<String> groups) {
    return write(
        Kubeconfig.withCertificate(
            server, authority.certificate(), authority.issueClient(user, groups)));
  }

  /** Writes a kubeconfig file for a service account, known by a token of the TokenRequest API. */
  public Path serviceAccountKubeconfig(String namespace, String name) {
    return serviceAccountKubeconfig(namespace, name, server);
  }

  /**
   * Writes a kubeconfig file for a service account that reaches the API server through another
   * address, for example a proxy. The proxy is plain HTTP, or shows a certificate of {@link
   * #authority()}.
   */
  public Path serviceAccountKubeconfig(String namespace, String name, URI address) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_LIFETIME_SECONDS)
            .endSpec()
            .build();
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(name)
            .tokenRequest(request)
            .getStatus()
            .getToken();
    return write(Kubeconfig.withToken(address, authority.certificate(), token));
  }

  /** Returns a client that does not repeat failed requests; the caller closes it. */
  public static KubernetesClient client(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
        .build();
  }

  /** Ends all servers and deletes their data. */
  @Override
  public void close() {
    admin.close();
    while (!servers.isEmpty()) {
      servers.pop().close();
    }
    directory.close();
  }

  private URI startEtcd() {
    URI clients = URI.create("http://" + LOOPBACK + ":" + LoopbackPorts.next());
    URI peers = URI.create("http://" + LOOPBACK + ":" + LoopbackPorts.next());
    ServerProcess etcd =
        launch(
            "etcd",
            "--name=node0",
            "--data-dir=" + directory.path().resolve("etcd"),
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=node0=" + peers,
            "--unsafe-no-fsync");
    etcd.awaitReady("etcd is healthy", () -> Probe.answers(clients.resolve("/health")));
    return clients;
  }

  private void startApiServer(URI etcd) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--etcd-servers=" + etcd,
                "--bind-address=" + LOOPBACK,
                "--advertise-address=" + LOOPBACK,
                "--secure-port=" + server.getPort(),
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--allow-privileged=true",
                "--audit-policy-file="
                    + directory.write("audit.yaml", resource("audit-policy.yaml")),
                "--audit-log-path=" + auditLog,
                // In megabytes, so large that no test meets a rotation.
                "--audit-log-maxsize=10000"));
    flags.addAll(userFlags(directory.write("ca.crt", authority.certificate())));
    ServerProcess apiServer = launch("kube-apiserver", flags.toArray(String[]::new));
    apiServer.awaitReady("the API server is ready", () -> "ok".equals(admin.raw("/readyz")));
  }

  /** Returns how the API server knows its users and shows itself to them and to its extensions. */
  private List<String> userFlags(Path ca) {
    CertificateAuthority.Identity identity =
        authority.issue("apiserver", List.of(), List.of("kubernetes.default.svc"));
    Path certificate = directory.write("apiserver.crt", identity.certificate());
    Path key = directory.write("apiserver.key", identity.key());
    Path signingKey = directory.write("service-accounts.key", CertificateAuthority.newSigningKey());
    return List.of(
        "--authorization-mode=Node,RBAC",
        "--tls-cert-file=" + certificate,
        "--tls-private-key-file=" + key,
        "--client-ca-file=" + ca,
        "--service-account-key-file=" + signingKey,
        "--service-account-signing-key-file=" + signingKey,
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--proxy-client-cert-file=" + certificate,
        "--proxy-client-key-file=" + key,
        "--requestheader-client-ca-file=" + ca,
        "--requestheader-allowed-names=apiserver",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-");
  }

  private void startControllerManager(List<String> furtherFlags) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + kubeconfig("kube-controller-manager", List.of(ADMINISTRATORS)),
                "--bind-address=" + LOOPBACK,
                "--secure-port=0",
                "--root-ca-file=" + directory.path().resolve("ca.crt"),
                "--service-account-private-key-file="
                    + directory.path().resolve("service-accounts.key"),
                "--use-service-account-credentials=true",
                "--leader-elect=false",
                "--horizontal-pod-autoscaler-sync-period=2s"));
    flags.addAll(furtherFlags);
    ServerProcess controllers = launch("kube-controller-manager", flags.toArray(String[]::new));
    controllers.awaitReady(
        "the controllers made the default service account",
        isPresent(() -> admin.serviceAccounts().inNamespace("default").withName("default").get()));
  }

  private void startKwok(ControlPlaneOptions options) {
    String stages =
        resource("stages.yaml")
            .replace("${startupDelayMillis}", Long.toString(options.startupDelay().toMillis()));
    launch(
        "kwok",
        "--kubeconfig=" + kubeconfig("kwok", List.of(ADMINISTRATORS)),
        "--config=" + directory.write("stages.yaml", stages),
        "--manage-all-nodes=true",
        "--node-lease-duration-seconds=40");
    ClusterFixtures.createNode(admin);
    Objects.requireNonNull(servers.peek())
        .awaitReady("KWOK made the node ready", () -> ClusterFixtures.isNodeReady(admin));
  }

  private static Callable<Boolean> isPresent(Callable<?> source) {
    return () -> source.call() != null;
  }

  private ServerProcess launch(String binary, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(binaries.binary(binary).toString());
    command.addAll(List.of(flags));
    ServerProcess process = ServerProcess.start(binary, directory.path(), command);
    servers.push(process);
    return process;
  }

  private Path write(String kubeconfig) {
    return directory.write("kubeconfig-" + kubeconfigs.incrementAndGet() + ".yaml", kubeconfig);
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ControlPlane.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
