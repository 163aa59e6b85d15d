package io.rlscaler.integration;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link ControlPlane}: one with the default options, started for
 * the first test that asks for it, shared by all tests of this JVM and closed after the last.
 *
 * <p>Where the binaries have not been built the tests are reported as skipped, with the reason.
 * Tests keep apart by using namespaces of their own.
 */
public final class ControlPlaneExtension implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ControlPlaneExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return condition(binaries(context));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ControlPlane.class || type == ControlPlaneBinaries.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlPlaneBinaries binaries = binaries(context).orElseThrow();
    return parameter.getParameter().getType() == ControlPlaneBinaries.class
        ? binaries
        : sharedControlPlane(context, binaries);
  }

  static ConditionEvaluationResult condition(Optional<ControlPlaneBinaries> binaries) {
    return binaries
        .map(found -> ConditionEvaluationResult.enabled("control plane in " + found.directory()))
        .orElseGet(
            () ->
                ConditionEvaluationResult.disabled(
                    "the control plane has not been built: run integration/control-plane/build, or"
                        + " set "
                        + ControlPlaneBinaries.LOCATION
                        + " to a directory with "
                        + ControlPlaneBinaries.NAMES));
  }

  private static ControlPlane sharedControlPlane(
      ExtensionContext context, ControlPlaneBinaries binaries) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            ControlPlane.class,
            key -> ControlPlane.start(binaries, ControlPlaneOptions.defaults()),
            ControlPlane.class);
  }

  // The root store keeps the answer, as finding the binaries runs a program.
  private static Optional<ControlPlaneBinaries> binaries(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Search.class, key -> new Search(ControlPlaneBinaries.find()), Search.class)
        .found();
  }

  private record Search(Optional<ControlPlaneBinaries> found) {}
}
