package io.rlscaler.trainer.environment;

import java.util.List;

/**
 * Decisions of one environment that followed each other.
 *
 * @param world in which they were made
 * @param transitions oldest first
 */
public record Segment(World world, List<Transition> transitions) {
  /** Copies the list. */
  public Segment {
    transitions = List.copyOf(transitions);
  }
}
