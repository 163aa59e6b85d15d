package io.rlscaler.operator.cluster;

/** A target that cannot be read or scaled. */
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int code;

  /**
   * A failure.
   *
   * @param reason one word for conditions
   * @param message for people, without volatile parts
   * @param code HTTP status of the API server, 0 when it was not its answer
   */
  public TargetException(String reason, String message, int code) {
    super(message);
    this.reason = reason;
    this.code = code;
  }

  /** One word for conditions. */
  public String reason() {
    return reason;
  }

  /** HTTP status of the API server, 0 when it was not its answer. */
  public int code() {
    return code;
  }

  /** The same as a value. */
  public TargetProblem problem() {
    return new TargetProblem(reason, String.valueOf(getMessage()));
  }
}
