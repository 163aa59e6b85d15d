package io.rlscaler.integration.proxy;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to a request that a rule is about. Of several rules all apply, in the order in which
 * they were added, until one ends the request.
 */
public sealed interface Fault {

  /** Nothing: the rule only counts. */
  record None() implements Fault {}

  /** The request is forwarded later. */
  record Delay(Duration duration) implements Fault {
    public Delay {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("delay is " + duration + ", expected zero or more");
      }
    }
  }

  /** The proxy answers in place of the API server, which never sees the request. */
  record Answer(int status) implements Fault {
    public Answer {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status is " + status + ", expected 400 to 599");
      }
    }
  }

  /** The connection ends without an answer; the API server never sees the request. */
  record Disconnect() implements Fault {}

  /** A hook runs before the request is forwarded, which waits for it. */
  record BeforeForwarding(Consumer<Exchange> hook) implements Fault {}

  /**
   * A hook runs when the API server has answered and before the client gets the first byte of the
   * answer, which waits for it.
   */
  record BeforeDelivery(Consumer<Exchange> hook) implements Fault {}

  /** Nothing: the rule only counts. */
  static Fault none() {
    return new None();
  }

  /** Forwards the request later. */
  static Fault delay(Duration duration) {
    return new Delay(duration);
  }

  /** Answers with a status of 400 to 599 and a Kubernetes {@code Status} object. */
  static Fault answer(int status) {
    return new Answer(status);
  }

  /** Ends the connection without an answer. */
  static Fault disconnect() {
    return new Disconnect();
  }

  /** Runs a hook before the request is forwarded. */
  static Fault beforeForwarding(Consumer<Exchange> hook) {
    return new BeforeForwarding(hook);
  }

  /** Runs a hook between the API server's answer and its delivery. */
  static Fault beforeDelivery(Consumer<Exchange> hook) {
    return new BeforeDelivery(hook);
  }
}
