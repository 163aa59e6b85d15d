package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Scales one workload of its own namespace: the tenant's object. */
@Group(RLScaler.GROUP)
@Version(RLScaler.VERSION)
@ShortNames("rls")
@JsonInclude(JsonInclude.Include.NON_NULL)
@AdditionalPrinterColumn(
    name = "TARGET",
    jsonPath = ".spec.scaleTargetRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "MODE",
    jsonPath = ".spec.mode",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "CURRENT",
    jsonPath = ".status.currentReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "DESIRED",
    jsonPath = ".status.desiredReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "BASELINE",
    jsonPath = ".status.baselineReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "MIN",
    jsonPath = ".spec.minReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "MAX",
    jsonPath = ".spec.maxReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "POLICY",
    jsonPath = ".spec.policyRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "REASON",
    jsonPath = ".status.lastDecision.reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class RLScaler extends CustomResource<RLScalerSpec, RLScalerStatus>
    implements Namespaced {
  /** The API group of every resource of this package. */
  public static final String GROUP = "rlscaler.io";

  /** The API version of every resource of this package. */
  public static final String VERSION = "v1alpha1";

  @Serial private static final long serialVersionUID = 1L;

  /** No specification until one is set: a record cannot be made empty. */
  @Override
  protected @Nullable RLScalerSpec initSpec() {
    return null;
  }

  /** No status until one is set, so that an intent for the specification carries none. */
  @Override
  protected @Nullable RLScalerStatus initStatus() {
    return null;
  }

  @Override
  @Required
  public RLScalerSpec getSpec() {
    return super.getSpec();
  }
}
