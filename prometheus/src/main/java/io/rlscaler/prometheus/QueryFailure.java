package io.rlscaler.prometheus;

import java.util.Objects;

/**
 * Why a query has no answer. The message names the server as host:port and says what was seen; it
 * never quotes the response, whose content belongs to tenants or to whoever answered in Prometheus'
 * place. For the same reason there is no cause: messages of parsers and TLS stacks quote their
 * input.
 */
public final class QueryFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, seen from the one who asked. */
  public enum Kind {
    /** No complete answer within the time limit, or the server itself gave up on time. */
    TIMEOUT,
    /** The name does not resolve, nobody listens, or the connection broke off. */
    CONNECTION,
    /** The TLS handshake failed: untrusted certificate, wrong host name, or no TLS at all. */
    TLS,
    /** The host resolves to a loopback, link-local or unspecified address, which is not allowed. */
    REFUSED_ADDRESS,
    /** The token or password could not be read or cannot be sent in a header. */
    CREDENTIALS,
    /** The server answered with a redirect, which is not followed. */
    REDIRECT,
    /** The server answered with another status than 200 and no error document of Prometheus. */
    HTTP_STATUS,
    /** The answer is not a JSON document of Prometheus' API. */
    NOT_PROMETHEUS,
    /** The answer is longer than the limit, counted after decompression. */
    TOO_LARGE,
    /** The answer began like one of Prometheus' API, but ends early or breaks its form. */
    MALFORMED,
    /**
     * The answer is of a type that the call cannot return, such as a matrix for an instant query.
     */
    RESULT_TYPE,
    /** Prometheus refuses the query or its parameters ({@code bad_data}). */
    BAD_QUERY,
    /**
     * Prometheus reports another error of its own, such as {@code execution} or {@code
     * unavailable}.
     */
    SERVER_ERROR,
    /** The client was closed before the answer came. */
    CLOSED,
    /** A defect of this client; the stack trace shows where. */
    UNEXPECTED
  }

  private final Kind kind;

  QueryFailure(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
