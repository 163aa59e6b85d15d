package io.rlscaler.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the client proves who it is. Secrets are suppliers, asked at each request, so that a rotated
 * secret works without a new client and no {@code toString} shows one. White space around a secret,
 * such as the newline that ends a file, is not part of it.
 */
public sealed interface Authentication {
  /**
   * The value of the Authorization header, empty for none; fails when the secret cannot be sent.
   */
  Optional<String> header() throws UnusableSecretException;

  /** No credentials; also right for mutual TLS, whose credentials are in the SSL context. */
  record None() implements Authentication {
    @Override
    public Optional<String> header() {
      return Optional.empty();
    }
  }

  /**
   * A bearer token (RFC 6750).
   *
   * @param token asked at each request
   */
  record Bearer(Supplier<String> token) implements Authentication {
    /** Requires the supplier. */
    public Bearer {
      Objects.requireNonNull(token, "token");
    }

    @Override
    public Optional<String> header() throws UnusableSecretException {
      String secret = secret(token, "bearer token");
      if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new UnusableSecretException(
            "the bearer token has characters that no header can carry");
      }
      return Optional.of("Bearer " + secret);
    }
  }

  /**
   * User name and password (RFC 7617), in UTF-8.
   *
   * @param user without a colon, which the scheme cannot carry
   * @param password asked at each request
   */
  record Basic(String user, Supplier<String> password) implements Authentication {
    /** Checks the user name. */
    public Basic {
      if (user.isEmpty() || user.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "expected a user name without a colon, found '" + user + "'");
      }
      Objects.requireNonNull(password, "password");
    }

    @Override
    public Optional<String> header() throws UnusableSecretException {
      byte[] pair = (user + ":" + secret(password, "password")).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  /** A secret that is missing, unreadable or not sendable; the message does not contain it. */
  final class UnusableSecretException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableSecretException(String message) {
      super(message);
    }
  }

  private static String secret(Supplier<String> supplier, String name)
      throws UnusableSecretException {
    String secret;
    try {
      secret = supplier.get().strip();
    } catch (RuntimeException unreadable) {
      throw new UnusableSecretException(
          "the " + name + " cannot be read (" + unreadable.getClass().getSimpleName() + ")");
    }
    if (secret.isEmpty()) {
      throw new UnusableSecretException("the " + name + " is empty");
    }
    return secret;
  }
}
