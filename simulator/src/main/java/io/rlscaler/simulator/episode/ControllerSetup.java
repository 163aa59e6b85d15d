package io.rlscaler.simulator.episode;

import io.rlscaler.engine.Controller;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicySettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A controller with its settings, as one can ask for it on the command line. */
public sealed interface ControllerSetup {

  /** The name under which a policy is registered with the loop. */
  String POLICY_NAME = "policy";

  /** The name of the controller. */
  String name();

  /** Its settings for documents, in a fixed order. */
  Map<String, Object> settings();

  /** What the engine's loop is told. */
  Controller controller();

  /** The HPA beside it: its fallback and authority bound, or the controller itself. */
  default HpaSettings baseline() {
    return HpaSettings.DEFAULT;
  }

  /**
   * Always the same count.
   *
   * @param replicas at least 1
   */
  record Static(int replicas) implements ControllerSetup {
    /** Refuses a count below 1. */
    public Static {
      if (replicas < 1) {
        throw new IllegalArgumentException("replicas: found " + replicas + ", expected 1 or more");
      }
    }

    @Override
    public String name() {
      return "static";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("replicas", replicas);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedReplicas(replicas);
    }
  }

  /**
   * The HPA algorithm.
   *
   * @param baseline its settings
   */
  record Hpa(HpaSettings baseline) implements ControllerSetup {
    @Override
    public String name() {
      return "hpa";
    }

    @Override
    public Map<String, Object> settings() {
      return baseline.document();
    }

    @Override
    public Controller controller() {
      return new Controller.Baseline();
    }
  }

  /**
   * Forecast plus a fixed headroom level.
   *
   * @param level as in the action table, -5 to 5
   */
  record Headroom(double level) implements ControllerSetup {
    /** Refuses levels far outside the action table. */
    public Headroom {
      requireRange("level", level, -5, 5);
    }

    @Override
    public String name() {
      return "headroom";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("level", level);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedHeadroom(level);
    }
  }

  /**
   * Forecast plus a multiple of the spread of its recent errors.
   *
   * @param z number of spreads, -10 to 10
   */
  record Spread(double z) implements ControllerSetup {
    /** Refuses multiples that mean nothing. */
    public Spread {
      requireRange("z", z, -10, 10);
    }

    @Override
    public String name() {
      return "spread";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("z", z);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedSpread(z);
    }
  }

  /**
   * A policy artifact behind the shield.
   *
   * @param label the artifact for people, as {@code headroom-v1}
   * @param policy loaded; stays open
   * @param pinned what is set outside the net
   */
  record Policy(String label, OnnxPolicy policy, PolicySettings pinned) implements ControllerSetup {

    /** A policy with the settings that its artifact recommends. */
    public static Policy withDefaults(String label, OnnxPolicy policy) {
      return new Policy(label, policy, policy.contract().defaults().settings());
    }

    @Override
    public String name() {
      return "policy";
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("policy", label);
      settings.put("digest", policy.digest());
      settings.put("strictness", pinned.strictness());
      settings.put("margin", pinned.margin());
      settings.put("hold", pinned.holdSeconds() + "s");
      settings.put("floor", pinned.floor());
      OptionalDouble cap = pinned.cap();
      if (cap.isPresent()) {
        settings.put("cap", cap.getAsDouble());
      }
      return settings;
    }

    @Override
    public Controller controller() {
      return new Controller.Learned(POLICY_NAME, Optional.of(pinned));
    }
  }

  private static void requireRange(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          key + ": found " + value + ", expected " + least + " to " + most);
    }
  }
}
