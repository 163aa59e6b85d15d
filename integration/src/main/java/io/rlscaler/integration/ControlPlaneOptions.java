package io.rlscaler.integration;

import java.time.Duration;
import java.util.List;

/**
 * What a test may choose about its control plane.
 *
 * @param startupDelay time from the creation of a pod until it is ready, for pods that do not name
 *     their own in {@link ClusterFixtures#STARTUP_DELAY_ANNOTATION}; not negative
 * @param controllerManager whether the Kubernetes controllers run; without them nothing makes pods
 *     of Deployments and there is no HPA
 * @param controllerManagerFlags further flags of kube-controller-manager, such as {@code
 *     --horizontal-pod-autoscaler-downscale-stabilization=10s}; they win over the defaults
 */
public record ControlPlaneOptions(
    Duration startupDelay, boolean controllerManager, List<String> controllerManagerFlags) {

  public ControlPlaneOptions {
    if (startupDelay.isNegative()) {
      throw new IllegalArgumentException(
          "startupDelay is " + startupDelay + ", expected zero or more");
    }
    for (String flag : controllerManagerFlags) {
      if (!flag.startsWith("--")) {
        throw new IllegalArgumentException(
            "controller manager flag is '" + flag + "', expected --name=value");
      }
    }
    controllerManagerFlags = List.copyOf(controllerManagerFlags);
  }

  /** Controllers on, pods ready one second after their creation, HPA decisions every 2 seconds. */
  public static ControlPlaneOptions defaults() {
    return new ControlPlaneOptions(Duration.ofSeconds(1), true, List.of());
  }

  /** Returns these options with another start-up delay. */
  public ControlPlaneOptions withStartupDelay(Duration delay) {
    return new ControlPlaneOptions(delay, controllerManager, controllerManagerFlags);
  }

  /** Returns these options without the Kubernetes controllers. */
  public ControlPlaneOptions withoutControllerManager() {
    return new ControlPlaneOptions(startupDelay, false, controllerManagerFlags);
  }

  /** Returns these options with other additional flags of kube-controller-manager. */
  public ControlPlaneOptions withControllerManagerFlags(String... flags) {
    return new ControlPlaneOptions(startupDelay, controllerManager, List.of(flags));
  }
}
