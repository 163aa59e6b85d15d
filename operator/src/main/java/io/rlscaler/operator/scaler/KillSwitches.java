package io.rlscaler.operator.scaler;

import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.operator.cluster.GlobalKillSwitch;
import io.rlscaler.operator.cluster.Namespaces;
import io.rlscaler.operator.telemetry.KillSwitchScope;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The kill switch over its three scopes (scaler, namespace, whole operator) and the lease, as the
 * control loop asks for them. Nothing here needs Prometheus, ONNX Runtime or a request.
 */
public final class KillSwitches implements SafetySwitches {
  private final Scalers scalers;
  private final Namespaces namespaces;
  private final GlobalKillSwitch global;
  private final BooleanSupplier leading;

  /** Switches over these sources. */
  public KillSwitches(
      Scalers scalers, Namespaces namespaces, GlobalKillSwitch global, BooleanSupplier leading) {
    this.scalers = scalers;
    this.namespaces = namespaces;
    this.global = global;
    this.leading = leading;
  }

  /** A scope at which the switch is pulled, or holds something that cannot be understood. */
  public record Pulled(KillSwitchScope scope, String text) {
    KillSwitch.Position position() {
      return KillSwitch.Position.parse(text);
    }

    /** The scope in words, with what is wrong with its text. */
    public String describe() {
      return KillSwitch.Position.isDocumented(text)
          ? scope.label() + ": " + text
          : scope.label()
              + ": found \""
              + text
              + "\", expected baseline, freeze or none: counts as freeze";
    }
  }

  @Override
  public boolean mayWrite() {
    return leading.getAsBoolean();
  }

  @Override
  public KillSwitch.Position killSwitch(Workload workload) {
    KillSwitch.Position strictest = KillSwitch.Position.NONE;
    for (Pulled pulled : pulled(workload)) {
      strictest = strictest.strictest(pulled.position());
    }
    return strictest;
  }

  /** The scopes at which the switch of a workload is pulled. */
  public List<Pulled> pulled(Workload workload) {
    List<Pulled> pulled = new ArrayList<>(0);
    add(pulled, KillSwitchScope.OPERATOR, global.text());
    Optional<String> ofNamespace =
        namespaces.annotation(workload.id().namespace(), Scaler.KILL_SWITCH_ANNOTATION);
    add(pulled, KillSwitchScope.NAMESPACE, ofNamespace.orElse(""));
    add(
        pulled,
        KillSwitchScope.SCALER,
        scalers.find(workload.id()).map(Scaler::killSwitchText).orElse(""));
    return pulled;
  }

  private record Pull(KillSwitchScope scope, KillSwitch.Position position) {}

  /** Counts the scalers under each scope and position. */
  public void count(OperatorMetrics metrics) {
    Map<Pull, Integer> counts = new HashMap<>();
    for (Scaler scaler : scalers.all()) {
      for (Pulled pulled : pulled(scaler.workload())) {
        counts.merge(new Pull(pulled.scope(), pulled.position()), 1, Integer::sum);
      }
    }
    for (KillSwitchScope scope : KillSwitchScope.values()) {
      for (KillSwitch.Position position :
          List.of(KillSwitch.Position.BASELINE, KillSwitch.Position.FREEZE)) {
        int count = counts.getOrDefault(new Pull(scope, position), 0);
        metrics.killSwitches(scope, position, count);
      }
    }
  }

  private static void add(List<Pulled> pulled, KillSwitchScope scope, String text) {
    if (KillSwitch.Position.parse(text) != KillSwitch.Position.NONE) {
      pulled.add(new Pulled(scope, text.strip()));
    }
  }
}
