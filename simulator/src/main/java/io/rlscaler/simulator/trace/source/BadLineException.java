package io.rlscaler.simulator.trace.source;

/** A line of a log that cannot be understood; the message says what was found and expected. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String foundAndExpected) {
    super(foundAndExpected);
  }
}
