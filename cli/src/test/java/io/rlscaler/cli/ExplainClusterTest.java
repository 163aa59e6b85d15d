package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The way through the cluster, up to the forwarded port, against prepared answers. */
class ExplainClusterTest {
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/scaling/leases/rlscaler-operator";

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new HashMap<>();
  private HttpServer apiServer;
  private Path kubeconfig;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    apiServer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Answer answer =
                answers.getOrDefault(
                    exchange.getRequestURI().getPath(), new Answer(404, failure(404)));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    apiServer.start();
    kubeconfig = directory.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters:
        - name: test
          cluster: {server: "http://127.0.0.1:%d"}
        users:
        - name: test
          user: {token: secret}
        contexts:
        - name: test
          context: {cluster: test, user: test}
        """
            .formatted(apiServer.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    apiServer.stop(0);
  }

  private static String failure(int code) {
    return """
        {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": %d, "message": "no"}"""
        .formatted(code);
  }

  private void lease(String spec) {
    answers.put(
        LEASE,
        new Answer(
            200,
            """
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"namespace": "scaling", "name": "rlscaler-operator"}, "spec": %s}"""
                .formatted(spec)));
  }

  private String explain(String... more) {
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new ExplainCommand()).setErr(new PrintWriter(err));
    String[] args = new String[5 + more.length];
    System.arraycopy(
        new String[] {
          "shop/checkout", "--kubeconfig", kubeconfig.toString(), "--operator-namespace", "scaling"
        },
        0,
        args,
        0,
        5);
    System.arraycopy(more, 0, args, 5, more.length);
    assertThat(command.execute(args)).isEqualTo(1);
    return err.toString();
  }

  private static String says(String words) {
    return "explain shop/checkout: " + words + "\n";
  }

  @Test
  void saysWhenTheOperatorIsNotThere() {
    assertThat(explain())
        .isEqualTo(
            says(
                "no Lease named rlscaler-operator in namespace scaling: is the operator installed"
                    + " there (--operator-namespace)?"));
  }

  @Test
  void saysWhenNobodyLeads() {
    lease("{\"holderIdentity\": \"\"}");

    assertThat(explain())
        .isEqualTo(says("no leader: nobody holds the Lease scaling/rlscaler-operator"));
  }

  @Test
  void saysWhenTheLeaderIsGone() {
    lease("{\"holderIdentity\": \"operator-0\"}");

    assertThat(explain())
        .isEqualTo(
            says(
                "no leader: pod scaling/operator-0 held the Lease and is gone; another one takes"
                    + " over within a minute"));
  }

  @Test
  void saysWhatIsForbidden() {
    answers.put(LEASE, new Answer(403, failure(403)));

    assertThat(explain())
        .isEqualTo(
            says(
                "forbidden: the cluster does not let you read the Lease"
                    + " scaling/rlscaler-operator"));
  }

  @Test
  void saysWhenTheCredentialsAreNotAccepted() {
    answers.put(LEASE, new Answer(401, failure(401)));

    assertThat(explain())
        .isEqualTo(says("the cluster does not accept the credentials of the kubeconfig"));
  }

  @Test
  void saysWhenThereIsNoCluster() {
    int port = apiServer.getAddress().getPort();
    apiServer.stop(0);

    assertThat(explain())
        .isEqualTo(
            says(
                "cannot reach the cluster at http://127.0.0.1:"
                    + port
                    + "/: check --kubeconfig and --context, or use --url"));
  }

  @Test
  void saysWhenTheContextIsNotInTheKubeconfig() {
    assertThat(explain("--context", "prod"))
        .isEqualTo(says("no context named \"prod\" in the kubeconfig"));
  }

  @Test
  void saysWhenTheKubeconfigCannotBeRead() {
    kubeconfig = kubeconfig.resolveSibling("missing");

    assertThat(explain()).isEqualTo(says("cannot read the kubeconfig " + kubeconfig));
  }

  @Test
  void saysWhenTheKubeconfigIsNone() throws IOException {
    Files.writeString(kubeconfig, "]token: secret[");

    assertThat(explain()).isEqualTo(says("the kubeconfig " + kubeconfig + " is not one"));
  }
}
