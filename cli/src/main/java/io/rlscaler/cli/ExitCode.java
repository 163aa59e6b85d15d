package io.rlscaler.cli;

/** The documented exit codes. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** The request or its input cannot be understood. */
  static final int USAGE = 2;

  /** Done, and the verdict is negative. */
  static final int NEGATIVE_VERDICT = 3;

  private ExitCode() {}
}
