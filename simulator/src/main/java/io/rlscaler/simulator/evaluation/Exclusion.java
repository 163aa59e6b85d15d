package io.rlscaler.simulator.evaluation;

/**
 * Something that takes no part in the gate or in pooled figures.
 *
 * @param what a trace or a cell, for people
 * @param reason why, for people
 */
public record Exclusion(String what, String reason) {

  /** Refuses an exclusion without a reason. */
  public Exclusion {
    if (what.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "exclusion: found \"" + what + "\" because \"" + reason + "\", expected both in words");
    }
  }
}
