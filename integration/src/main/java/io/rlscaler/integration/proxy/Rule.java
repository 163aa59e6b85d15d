package io.rlscaler.integration.proxy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A fault for the requests that a filter lets through; it holds until {@link #close}. */
public final class Rule implements AutoCloseable {
  private final RequestFilter filter;
  private final Fault fault;
  private final int times;
  private final Consumer<Rule> removal;
  private int matches;

  Rule(RequestFilter filter, Fault fault, int times, Consumer<Rule> removal) {
    if (times < 1) {
      throw new IllegalArgumentException("times is " + times + ", expected 1 or more");
    }
    this.filter = filter;
    this.fault = fault;
    this.times = times;
    this.removal = removal;
  }

  /** A fault that one request is to suffer. */
  record Match(Fault fault, Exchange exchange) {}

  /** Returns how many requests the filter let through, those after the last fault included. */
  public synchronized int matches() {
    return matches;
  }

  /** Takes the rule out of the proxy; requests that it holds go on as it said. */
  @Override
  public void close() {
    removal.accept(this);
  }

  synchronized Optional<Match> match(String method, String target) {
    if (!filter.matches(method, target)) {
      return Optional.empty();
    }
    matches++;
    return matches > times
        ? Optional.empty()
        : Optional.of(new Match(fault, new Exchange(method, target, matches, OptionalInt.empty())));
  }
}
