package io.rlscaler.engine.baseline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the algorithm needs to know of a pod.
 *
 * @param name of the pod
 * @param deleting whether its deletion has been asked for
 * @param phase of its life
 * @param startTime when the node accepted it, empty before
 * @param ready its condition Ready, empty when it has none
 * @param containers its containers and the init containers that keep running beside them
 * @param podLevelRequests what the pod as a whole requests of each resource, in thousandths, where
 *     the pod states requests of its own; these then go before those of the containers
 */
public record PodState(
    String name,
    boolean deleting,
    Phase phase,
    Optional<Instant> startTime,
    Optional<Ready> ready,
    List<Container> containers,
    Optional<Map<String, Long>> podLevelRequests) {

  /** Copies the collections. */
  public PodState {
    containers = List.copyOf(containers);
    podLevelRequests = podLevelRequests.map(Map::copyOf);
  }

  /** The phase of a pod's life. */
  public enum Phase {
    /** Accepted, but not all of its containers run. */
    PENDING,
    /** Bound to a node and started. */
    RUNNING,
    /** All containers ended well. */
    SUCCEEDED,
    /** A container ended badly and stays so. */
    FAILED,
    /** The node does not answer. */
    UNKNOWN
  }

  /** The status of a condition. */
  public enum ConditionStatus {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** Nobody knows; such a pod counts as ready. */
    UNKNOWN
  }

  /**
   * The condition Ready.
   *
   * @param status whether it holds
   * @param lastTransition when the status last changed
   */
  public record Ready(ConditionStatus status, Instant lastTransition) {}

  /**
   * A container.
   *
   * @param name unique in the pod
   * @param requests what it requests of each resource, in thousandths
   */
  public record Container(String name, Map<String, Long> requests) {
    /** Copies the map. */
    public Container {
      requests = Map.copyOf(requests);
    }
  }

  boolean isRunningAndReady() {
    return phase == Phase.RUNNING
        && ready.isPresent()
        && ready.get().status() == ConditionStatus.TRUE;
  }

  /**
   * What the pod, or one container of it, requests; empty when it, or a container, requests
   * nothing.
   */
  OptionalLong request(String resource, Optional<String> container) {
    if (container.isEmpty() && podLevelRequests.isPresent()) {
      return asOptional(podLevelRequests.get().get(resource));
    }
    long sum = 0;
    boolean found = container.isEmpty();
    for (Container candidate : containers) {
      if (container.isEmpty() || container.get().equals(candidate.name())) {
        found = true;
        Long request = candidate.requests().get(resource);
        if (request == null) {
          return OptionalLong.empty();
        }
        sum += request;
      }
    }
    return found ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  boolean hasContainer(String container) {
    return containers.stream().anyMatch(candidate -> candidate.name().equals(container));
  }

  private static OptionalLong asOptional(@Nullable Long request) {
    return request == null ? OptionalLong.empty() : OptionalLong.of(request);
  }
}
