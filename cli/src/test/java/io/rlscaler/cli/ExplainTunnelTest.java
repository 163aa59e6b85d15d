package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole way through the cluster: lease, pod, forwarded port, token. */
@Timeout(60)
class ExplainTunnelTest {
  private static final String SYSTEM = "/api/v1/namespaces/rlscaler-system";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/rlscaler-system/leases/rlscaler-operator";

  private TunnelServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new TunnelServer(
            Map.of(
                LEASE,
                """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                 "metadata": {"name": "rlscaler-operator"},
                 "spec": {"holderIdentity": "operator-0"}}""",
                SYSTEM + "/pods/operator-0",
                """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "operator-0"}}""",
                SYSTEM + "/serviceaccounts/rlscaler-explain/token",
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                 "status": {"token": "issued"}}"""),
            """
            {"schema": "rlscaler.explain/v1",
             "scaler": {"namespace": "shop", "name": "checkout"}, "decisions": []}""");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private String explain(Path directory, String user, String... more) throws IOException {
    Path kubeconfig = directory.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: test, user: {%s}}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        """
            .formatted(server.port(), user));
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new ExplainCommand()).setOut(new PrintWriter(out));
    String[] args = new String[3 + more.length];
    args[0] = "shop/checkout";
    args[1] = "--kubeconfig";
    args[2] = kubeconfig.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    assertThat(line.execute(args)).isZero();
    return out.toString();
  }

  @Test
  void asksTheLeaderWithTheTokenOfTheKubeconfig(@TempDir Path directory) throws IOException {
    assertThat(explain(directory, "token: own")).isEqualTo("shop/checkout: no decision yet\n");

    assertThat(server.tunnelled)
        .singleElement()
        .asString()
        .startsWith("GET /explain/shop/checkout HTTP/1.1\r\n")
        .contains("Authorization: Bearer own\r\n");
    assertThat(server.requests)
        .contains("GET " + SYSTEM + "/pods/operator-0/portforward?ports=8080 HTTP/1.1")
        .noneMatch(request -> request.contains("serviceaccounts"));
  }

  @Test
  void asksForATokenWhereTheKubeconfigHasNone(@TempDir Path directory) throws IOException {
    explain(directory, "");

    assertThat(server.tunnelled)
        .singleElement()
        .asString()
        .contains("Authorization: Bearer issued\r\n");
    assertThat(server.requests)
        .contains("POST " + SYSTEM + "/serviceaccounts/rlscaler-explain/token HTTP/1.1");
  }

  @Test
  void prefersTheTokenThatIsGiven(@TempDir Path directory) throws IOException {
    explain(directory, "token: own", "--token", "given");

    assertThat(server.tunnelled)
        .singleElement()
        .asString()
        .contains("Authorization: Bearer given\r\n");
  }
}
