package io.rlscaler.operator.cluster;

/**
 * Replica counts of a target.
 *
 * @param desired asked for
 * @param ready able to serve
 * @param rollingOut whether pods of two revisions are about
 */
public record Replicas(int desired, int ready, boolean rollingOut) {}
