package io.rlscaler.operator.resource;

import io.rlscaler.crds.Condition;
import io.rlscaler.crds.Condition.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds a list of conditions; a transition time stays while the status does. */
final class Conditions {
  private static final int MAX_MESSAGE = 1024;

  private final List<Condition> before;
  private final long generation;
  private final Instant now;
  private final List<Condition> conditions = new ArrayList<>();

  Conditions(List<Condition> before, long generation, Instant now) {
    this.before = before;
    this.generation = generation;
    this.now = now;
  }

  Conditions add(String type, Status status, String reason, String message) {
    String shown = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    Condition condition = new Condition(type, status, generation, now, reason, shown);
    conditions.add(condition.after(before));
    return this;
  }

  Conditions add(String type, boolean holds, String reason, String message) {
    return add(type, holds ? Status.TRUE : Status.FALSE, reason, message);
  }

  List<Condition> toList() {
    return List.copyOf(conditions);
  }
}
