package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Where the signals of workloads come from: one Prometheus, set up by the cluster's admin. */
@Group(RLScaler.GROUP)
@Version(RLScaler.VERSION)
@JsonInclude(JsonInclude.Include.NON_NULL)
@AdditionalPrinterColumn(
    name = "URL",
    jsonPath = ".spec.prometheus.url",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "PERIOD",
    jsonPath = ".spec.period",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class MetricSource extends CustomResource<MetricSourceSpec, MetricSourceStatus> {
  @Serial private static final long serialVersionUID = 1L;

  /** No specification until one is set: a record cannot be made empty. */
  @Override
  protected @Nullable MetricSourceSpec initSpec() {
    return null;
  }

  /** No status until one is set, so that an intent for the specification carries none. */
  @Override
  protected @Nullable MetricSourceStatus initStatus() {
    return null;
  }

  @Override
  @Required
  public MetricSourceSpec getSpec() {
    return super.getSpec();
  }
}
