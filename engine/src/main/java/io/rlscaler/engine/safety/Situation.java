package io.rlscaler.engine.safety;

import java.util.OptionalInt;

/**
 * What the shield has to know of a workload at one tick.
 *
 * @param nowMillis time
 * @param current replicas asked for now
 * @param min least replicas
 * @param max most replicas
 * @param killSwitch position in force
 * @param requiredKnown whether {@code arrivalRate}, and {@code goodRatio} while requests arrive,
 *     are known
 * @param unknownMillis since when something required is unknown
 * @param patienceMillis how long to hold before the baseline may raise: three periods
 * @param baseline what the HPA would do now, empty while its input is unknown
 * @param holdMillis least scale-down window of the policy
 * @param limits trust in the policy
 */
public record Situation(
    long nowMillis,
    int current,
    int min,
    int max,
    KillSwitch.Position killSwitch,
    boolean requiredKnown,
    long unknownMillis,
    long patienceMillis,
    OptionalInt baseline,
    long holdMillis,
    SafetyLimits limits) {}
