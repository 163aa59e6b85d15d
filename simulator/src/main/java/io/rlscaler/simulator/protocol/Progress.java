package io.rlscaler.simulator.protocol;

import java.time.Duration;

/** Is told how far an evaluation is; calls may come from any thread. */
public interface Progress {

  /**
   * Work goes on.
   *
   * @param what is done now, for people
   * @param share of all work that is done, 0 to 1
   */
  void at(String what, double share);

  /** Something that people should know happened. */
  void warn(String message);

  /**
   * A trace with one start-up time is finished.
   *
   * @param trace its name
   * @param startUp median start-up time
   * @param reused whether it was finished before
   */
  void finished(String trace, Duration startUp, boolean reused);
}
