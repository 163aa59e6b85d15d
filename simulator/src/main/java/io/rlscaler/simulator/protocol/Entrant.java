package io.rlscaler.simulator.protocol;

import io.rlscaler.engine.Controller;
import io.rlscaler.simulator.episode.ControllerSetup;
import java.util.List;

/**
 * A controller that takes part in a cell.
 *
 * @param name in documents, as {@code hpa-past}
 * @param tuned whether its settings were chosen in hindsight
 * @param setup what runs
 * @param edge whether its settings lie on an edge of what was tried
 * @param remarks for people
 */
record Entrant(
    String name, boolean tuned, ControllerSetup setup, boolean edge, List<String> remarks) {
  Entrant {
    remarks = List.copyOf(remarks);
  }

  /** Whether the promised good ratio changes what the controller does. */
  boolean seesObjective() {
    return setup.controller() instanceof Controller.Learned;
  }

  /** A controller with fixed settings. */
  static Entrant fixed(String name, ControllerSetup setup, String... remarks) {
    return new Entrant(name, false, setup, false, List.of(remarks));
  }
}
