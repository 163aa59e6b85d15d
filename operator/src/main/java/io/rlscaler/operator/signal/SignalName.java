package io.rlscaler.operator.signal;

import io.rlscaler.crds.MetricSourceSpec;
import java.util.Optional;

/** The signals of a metric source, by their name in its spec. */
public enum SignalName {
  ARRIVAL_RATE("arrivalRate"),
  GOOD_RATIO("goodRatio"),
  UTILIZATION("utilization"),
  IN_FLIGHT("inFlight"),
  QUEUE_LENGTH("queueLength"),
  READY_REPLICAS("readyReplicas");

  private final String field;

  SignalName(String field) {
    this.field = field;
  }

  /** The name in the spec. */
  public String field() {
    return field;
  }

  /** The query template, if the source has this signal. */
  Optional<String> query(MetricSourceSpec.Signals signals) {
    MetricSourceSpec.Signal signal =
        switch (this) {
          case ARRIVAL_RATE -> signals.arrivalRate();
          case GOOD_RATIO -> signals.goodRatio();
          case UTILIZATION -> signals.utilization();
          case IN_FLIGHT -> signals.inFlight();
          case QUEUE_LENGTH -> signals.queueLength();
          case READY_REPLICAS -> signals.readyReplicas();
        };
    return Optional.ofNullable(signal).map(MetricSourceSpec.Signal::query);
  }
}
