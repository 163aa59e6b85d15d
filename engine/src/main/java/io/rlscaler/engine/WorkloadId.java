package io.rlscaler.engine;

/** Identity of a workload: namespace and name of what scales it. */
public record WorkloadId(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
