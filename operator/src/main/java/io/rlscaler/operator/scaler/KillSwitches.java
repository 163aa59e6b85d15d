package io.rlscaler.operator.scaler;

import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.operator.cluster.GlobalKillSwitch;
import io.rlscaler.operator.cluster.Namespaces;
import java.util.ArrayList;
import java.util.List;
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
  public record Pulled(String scope, String text) {
    KillSwitch.Position position() {
      return KillSwitch.Position.parse(text);
    }

    /** The scope in words, with what is wrong with its text. */
    public String describe() {
      return KillSwitch.Position.isDocumented(text)
          ? scope + ": " + text
          : scope + ": found \"" + text + "\", expected baseline, freeze or none: counts as freeze";
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
    add(pulled, "operator", global.text());
    Optional<String> ofNamespace =
        namespaces.annotation(workload.id().namespace(), Scaler.KILL_SWITCH_ANNOTATION);
    add(pulled, "namespace", ofNamespace.orElse(""));
    add(pulled, "scaler", scalers.find(workload.id()).map(Scaler::killSwitchText).orElse(""));
    return pulled;
  }

  private static void add(List<Pulled> pulled, String scope, String text) {
    if (KillSwitch.Position.parse(text) != KillSwitch.Position.NONE) {
      pulled.add(new Pulled(scope, text.strip()));
    }
  }
}
