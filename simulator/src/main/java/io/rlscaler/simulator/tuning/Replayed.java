package io.rlscaler.simulator.tuning;

import java.util.List;

/** Runs of settings on the same traffic. */
record Replayed(Traffic traffic, List<Run> runs) {
  Replayed {
    runs = List.copyOf(runs);
  }
}
