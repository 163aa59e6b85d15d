package io.rlscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.cli.LeaderConnection.Cluster;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler explain}: shows why a scaler asks for the replicas that it asks for. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows why a scaler asks for the replicas that it asks for: the last decision in sentences,"
          + " and the ones before it in a table.",
      "Finds the operator's leader through the cluster and forwards a port to it, unless --url"
          + " says where the operator listens."
    },
    footer = {"", "Example:", "  rlscaler explain shop/checkout --last 5"})
public final class ExplainCommand implements Callable<Integer> {
  private static final int TABLE_ROWS = 10;
  private static final String DNS_NAME = "[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?";
  private static final Pattern SCALER = Pattern.compile(DNS_NAME + "/" + DNS_NAME);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Parameters(paramLabel = "NS/NAME", description = "Namespace and name of the RLScaler.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private String scaler;

  @Option(names = "--json", description = "Print the document rlscaler.explain/v1 instead of text.")
  private boolean json;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Show the last N decisions (default: 10 as text, all that are kept as JSON).")
  private @Nullable Integer last;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Kubeconfig (default: $KUBECONFIG, else ~/.kube/config).")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig (default: the current one).")
  private @Nullable String context;

  @Option(
      names = "--operator-namespace",
      paramLabel = "NS",
      defaultValue = "rlscaler-system",
      description = "Namespace of the operator (default: ${DEFAULT-VALUE}).")
  private String operatorNamespace = "rlscaler-system";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the operator listens, to go there directly. Needs --token.")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "Bearer token (default: the kubeconfig's, else one of the service account"
              + " rlscaler-explain).")
  private @Nullable String token;

  @Override
  public Integer call() {
    checkUsage();
    try {
      ObjectNode document = fetch();
      cut(document.withArray("decisions"));
      print(document);
      return 0;
    } catch (ExplainFailure e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(ExplainText.printable("explain " + scaler + ": " + e.getMessage()));
      err.flush();
      return 1;
    }
  }

  private void checkUsage() {
    if (!SCALER.matcher(scaler).matches()) {
      throw usage("found \"" + scaler + "\", expected NAMESPACE/NAME of an RLScaler");
    }
    if (last != null && last < 1) {
      throw usage("--last: found " + last + ", expected at least 1");
    }
    if (url != null && !isHttp(url)) {
      throw usage("--url: found \"" + url + "\", expected http://HOST:PORT or https://HOST:PORT");
    }
    if (url != null && token == null) {
      throw usage("--url needs --token: a token of the cluster is sent to the operator only");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null && uri.getQuery() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private ObjectNode fetch() throws ExplainFailure {
    if (url != null && token != null) {
      return new ExplainClient(URI.create(url), token).fetch(scaler);
    }
    Cluster cluster =
        new Cluster(
            Optional.ofNullable(kubeconfig), Optional.ofNullable(context), operatorNamespace);
    try (LeaderConnection leader = LeaderConnection.open(cluster)) {
      String bearer = token != null ? token : leader.token();
      return new ExplainClient(leader.uri(), bearer).fetch(scaler);
    }
  }

  private void cut(ArrayNode decisions) {
    int most = last != null ? last : json ? decisions.size() : TABLE_ROWS;
    while (decisions.size() > most) {
      decisions.remove(decisions.size() - 1);
    }
  }

  private void print(ObjectNode document) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? document.toPrettyString() + "\n" : ExplainText.of(document));
    out.flush();
  }
}
