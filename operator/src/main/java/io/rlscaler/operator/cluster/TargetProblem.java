package io.rlscaler.operator.cluster;

/**
 * Why a target cannot be scaled.
 *
 * @param reason one word for conditions
 * @param message for people
 */
public record TargetProblem(String reason, String message) {}
