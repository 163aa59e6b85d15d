package io.rlscaler.integration.service;

import java.time.Instant;

/**
 * What a workload went through in one tick.
 *
 * @param time end of the tick
 * @param rate requests/s, constant during the tick
 * @param ready replicas that served, constant during the tick
 * @param utilization mean busy share of the ready replicas, 0 without any
 */
public record LoadSample(Instant time, double rate, int ready, double utilization) {}
