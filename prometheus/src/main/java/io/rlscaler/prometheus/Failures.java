package io.rlscaler.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.rlscaler.prometheus.BoundedInputStream.LimitExceededException;
import io.rlscaler.prometheus.QueryFailure.Kind;
import io.rlscaler.prometheus.Tokens.MalformedAnswerException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the exceptions of the JDK and of the JSON parser mean for a query. */
final class Failures {
  private Failures() {}

  static QueryFailure of(IOException broken, PrometheusEndpoint endpoint) {
    String server = endpoint.hostAndPort();
    if (broken instanceof LimitExceededException) {
      return new QueryFailure(
          Kind.TOO_LARGE,
          "the answer of " + server + " is longer than " + endpoint.maxResponse() + " bytes");
    }
    if (broken instanceof MalformedAnswerException) {
      return new QueryFailure(
          Kind.MALFORMED, "malformed answer of " + server + ": " + broken.getMessage());
    }
    if (broken instanceof JsonEOFException) {
      return new QueryFailure(Kind.MALFORMED, "the answer of " + server + " ends early");
    }
    if (broken instanceof JacksonException) {
      return new QueryFailure(Kind.MALFORMED, "the answer of " + server + " is not valid JSON");
    }
    if (broken instanceof ZipException || broken instanceof EOFException) {
      return new QueryFailure(Kind.MALFORMED, "the compressed answer of " + server + " is damaged");
    }
    return ofConnection(broken, server);
  }

  /**
   * A failure that no server should be able to cause; keeps the stack trace, which holds no data.
   */
  static QueryFailure unexpected(Throwable defect, PrometheusEndpoint endpoint) {
    QueryFailure failure =
        new QueryFailure(
            Kind.UNEXPECTED,
            "the query to "
                + endpoint.hostAndPort()
                + " failed with "
                + defect.getClass().getName());
    failure.setStackTrace(defect.getStackTrace());
    return failure;
  }

  private static QueryFailure ofConnection(IOException broken, String server) {
    if (isCausedBy(broken, SSLException.class)) {
      return new QueryFailure(
          Kind.TLS,
          "TLS with "
              + server
              + " failed: check the CA, the host name in the server's certificate and the client certificate");
    }
    if (broken instanceof HttpTimeoutException) {
      return new QueryFailure(Kind.TIMEOUT, "no connection to " + server + " in time");
    }
    if (broken instanceof ConnectException) {
      return new QueryFailure(Kind.CONNECTION, "cannot connect to " + server);
    }
    return new QueryFailure(
        Kind.CONNECTION,
        "the connection to " + server + " broke off (" + broken.getClass().getSimpleName() + ")");
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    @Nullable Throwable cause = failure;
    while (cause != null && !type.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }
}
