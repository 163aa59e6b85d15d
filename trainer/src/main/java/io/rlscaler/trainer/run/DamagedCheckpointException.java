package io.rlscaler.trainer.run;

/** A file that is no whole checkpoint. */
final class DamagedCheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedCheckpointException(String message) {
    super(message);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
