package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A learned policy that scalers may use, named by its artifact: an admin's object. */
@Group(RLScaler.GROUP)
@Version(RLScaler.VERSION)
@JsonInclude(JsonInclude.Include.NON_NULL)
@AdditionalPrinterColumn(
    name = "BUILTIN",
    jsonPath = ".spec.artifact.builtin",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "CONFIGMAP",
    jsonPath = ".spec.artifact.configMap.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "ACTIVE",
    jsonPath = ".status.activeDigest",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "VERIFIED",
    jsonPath = ".status.verified",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "READY",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ScalingPolicy extends CustomResource<ScalingPolicySpec, ScalingPolicyStatus> {
  @Serial private static final long serialVersionUID = 1L;

  /** No specification until one is set: a record cannot be made empty. */
  @Override
  protected @Nullable ScalingPolicySpec initSpec() {
    return null;
  }

  /** No status until one is set, so that an intent for the specification carries none. */
  @Override
  protected @Nullable ScalingPolicyStatus initStatus() {
    return null;
  }

  @Override
  @Required
  public ScalingPolicySpec getSpec() {
    return super.getSpec();
  }
}
