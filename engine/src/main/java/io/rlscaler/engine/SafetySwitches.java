package io.rlscaler.engine;

import io.rlscaler.engine.safety.KillSwitch;

/** Port: the switches that are read at the start of a tick and again before each write. */
public interface SafetySwitches {
  /** Whether this process may write now: it leads. */
  boolean mayWrite();

  /** The strictest position of the kill switch over all scopes of a workload. Must not do I/O. */
  KillSwitch.Position killSwitch(Workload workload);
}
