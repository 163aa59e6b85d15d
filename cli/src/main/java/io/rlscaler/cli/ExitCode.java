package io.rlscaler.cli;

/** The documented exit codes; 3, a negative verdict, is for commands that judge. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** The request or its input cannot be understood. */
  static final int USAGE = 2;

  private ExitCode() {}
}
