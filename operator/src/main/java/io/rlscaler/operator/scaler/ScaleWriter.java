package io.rlscaler.operator.scaler;

import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.ReplicaWriter;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.operator.cluster.OtherAutoscalers;
import io.rlscaler.operator.cluster.TargetException;
import io.rlscaler.operator.cluster.Targets;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes replica counts: reads the scale, checks that it is what was decided on, checks the lease,
 * and writes with the resource version that was read.
 */
public final class ScaleWriter implements ReplicaWriter {
  private static final Logger log = LoggerFactory.getLogger(ScaleWriter.class);

  private final Scalers scalers;
  private final Targets targets;
  private final OtherAutoscalers others;
  private final BooleanSupplier leading;

  /**
   * A writer.
   *
   * @param leading whether this process holds the lease beyond doubt
   */
  public ScaleWriter(
      Scalers scalers, Targets targets, OtherAutoscalers others, BooleanSupplier leading) {
    this.scalers = scalers;
    this.targets = targets;
    this.others = others;
    this.leading = leading;
  }

  @Override
  public WriteOutcome write(Workload workload, Decision decision) {
    Optional<Scaler> scaler = scalers.find(workload.id());
    if (scaler.isEmpty() || isBlocked(scaler.get())) {
      return WriteOutcome.BLOCKED;
    }
    try {
      return write(scaler.get(), decision);
    } catch (TargetException e) {
      if (e.code() == HttpURLConnection.HTTP_CONFLICT) {
        return WriteOutcome.CONFLICT;
      }
      scaler.get().setTargetProblem(Optional.of(e.problem()));
      log.warn("{} was not scaled: {}", scaler.get().target(), e.getMessage());
      return WriteOutcome.FAILED;
    }
  }

  private boolean isBlocked(Scaler scaler) {
    return others.steering(scaler.target()).isPresent()
        || scalers.sharing(scaler).isPresent()
        || scaler.foreignWrites().conflict();
  }

  private WriteOutcome write(Scaler scaler, Decision decision) throws TargetException {
    Scale scale = targets.scale(scaler.target());
    Integer found = scale.getSpec().getReplicas();
    if (found == null || found != decision.from()) {
      return WriteOutcome.CONFLICT;
    }
    scale.getSpec().setReplicas(decision.to());
    // Nothing may come between this check and the write.
    if (!leading.getAsBoolean()) {
      return WriteOutcome.NOT_LEADING;
    }
    targets.write(scaler.target(), scale);
    scaler.foreignWrites().wrote(decision.to());
    return WriteOutcome.WRITTEN;
  }
}
