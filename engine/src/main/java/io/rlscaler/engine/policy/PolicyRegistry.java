package io.rlscaler.engine.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policies that are loaded, or the reason why not, by name. Thread-safe. */
public final class PolicyRegistry {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** What is known under a name. */
  public sealed interface Entry {
    /**
     * Ready to decide.
     *
     * @param mayAct false for a policy that may only be observed, as an unsigned one
     */
    record Loaded(OnnxPolicy policy, boolean mayAct) implements Entry {}

    /** Not usable; {@code reason} is for people. */
    record Unusable(String reason) implements Entry {}
  }

  /** The entry of a name. */
  public Entry find(String name) {
    Entry known = entries.get(name);
    return known != null ? known : new Entry.Unusable("no ScalingPolicy named \"" + name + "\"");
  }

  /** Whether anything is known under a name. */
  public boolean knows(String name) {
    return entries.containsKey(name);
  }

  /** Sets what is known under a name. A replaced policy stays open for ticks under way. */
  public void put(String name, Entry entry) {
    entries.put(name, entry);
  }

  /** Forgets a name. */
  public void remove(String name) {
    entries.remove(name);
  }
}
