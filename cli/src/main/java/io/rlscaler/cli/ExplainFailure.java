package io.rlscaler.cli;

/** Why there is no explanation, in words for people. */
final class ExplainFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ExplainFailure(String message) {
    super(message);
  }
}
