package io.rlscaler.integration.service;

/** How the metrics page shows a workload. */
public enum Exposure {
  /** With its values. */
  SHOWN,
  /** Not at all, while the other workloads stay. */
  ABSENT,
  /** With NaN in the place of every value. */
  NOT_A_NUMBER
}
