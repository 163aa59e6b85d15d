package io.rlscaler.operator.explain;

import com.sun.net.httpserver.HttpExchange;
import io.rlscaler.engine.WorkloadId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /explain/NAMESPACE/NAME}: who may not read a scaler does not learn whether it exists
 * either.
 */
final class ExplainRoute {
  private static final String DNS_NAME = "[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?";
  private static final Pattern PATH =
      Pattern.compile("/explain/(" + DNS_NAME + ")/(" + DNS_NAME + ")");
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([-A-Za-z0-9._~+/]+=*) *", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_TOKEN = 16_384;

  private final DecisionJournal journal;
  private final TokenAuthorizer authorizer;

  ExplainRoute(DecisionJournal journal, TokenAuthorizer authorizer) {
    this.journal = journal;
    this.authorizer = authorizer;
  }

  HttpAnswer answer(HttpExchange exchange) {
    Matcher path = PATH.matcher(String.valueOf(exchange.getRequestURI().getRawPath()));
    if (!path.matches()) {
      return HttpAnswer.error(404, "expected /explain/NAMESPACE/NAME");
    }
    WorkloadId scaler = new WorkloadId(path.group(1), path.group(2));
    Optional<String> token = bearer(exchange.getRequestHeaders().getFirst("Authorization"));
    if (token.isEmpty()) {
      return unauthenticated("expected the header Authorization: Bearer TOKEN");
    }
    return switch (authorizer.check(token.get(), scaler)) {
      case ALLOWED -> explain(scaler);
      case UNAUTHENTICATED -> unauthenticated("the token is not valid");
      case FORBIDDEN -> HttpAnswer.error(403, "expected the permission " + permission(scaler));
      case UNAVAILABLE ->
          HttpAnswer.error(503, "the API server did not say whether the token is valid");
    };
  }

  private static String permission(WorkloadId scaler) {
    return "to get rlscalers/explain in group rlscaler.io for " + scaler;
  }

  private static Optional<String> bearer(@Nullable String header) {
    if (header == null || header.length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    Matcher bearer = BEARER.matcher(header);
    return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
  }

  private static HttpAnswer unauthenticated(String message) {
    return HttpAnswer.error(401, message, Map.of("WWW-Authenticate", "Bearer"));
  }

  private HttpAnswer explain(WorkloadId scaler) {
    return journal
        .explain(scaler)
        .map(HttpAnswer::json)
        .orElseGet(
            () -> HttpAnswer.error(404, "this process has decided nothing for " + scaler + " yet"));
  }
}
