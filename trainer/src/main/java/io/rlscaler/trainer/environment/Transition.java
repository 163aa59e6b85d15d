package io.rlscaler.trainer.environment;

/**
 * A decision that a policy made, with what came of it.
 *
 * @param features [F] that it saw; not copied
 * @param foresight what a critic may know beyond them; not copied
 * @param action that it took
 * @param logProbability with which it took it
 * @param returned its return by attribution
 * @param expectedLoad that was forecast within one start-up time, margin included [replicas]
 * @param backlog replicas that drain what waited
 * @param offeredLoad that arrived until the next decision [replicas]
 * @param violatingLoad part of it whose requests violated the objective [replicas]
 * @param asked replicas that were asked for then
 */
@SuppressWarnings("ArrayRecordComponent") // hundreds of thousands a second
public record Transition(
    float[] features,
    float[] foresight,
    int action,
    double logProbability,
    double returned,
    double expectedLoad,
    double backlog,
    double offeredLoad,
    double violatingLoad,
    int asked) {}
