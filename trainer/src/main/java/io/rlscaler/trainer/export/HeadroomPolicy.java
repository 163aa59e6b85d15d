package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyContract;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The policy that ignores its features and always keeps one headroom level over the forecast.
 *
 * <p>Nothing in it is learned: it is the simplest policy that runs through the whole product, and a
 * strong opponent.
 *
 * @param level one of {@link ActionTable#LEVELS}
 */
public record HeadroomPolicy(double level) {
  /** The level of {@code headroom-v1}: 11 % over the forecast. */
  public static final double DEFAULT_LEVEL = 2.0;

  // Below every level's logit, which is at least -(6 levels / .2)^2 / 2 = -450, yet above the -745
  // at which a probability underflows to zero.
  private static final float NEVER = -600;
  private static final float NO_RISK = -20;
  private static final float NARROW = -20;

  /** Refuses a level that the table lacks. */
  public HeadroomPolicy {
    ActionTable.actionOf(level);
  }

  /** {@code headroom-v1} at the default level, else {@code headroom-level-L}. */
  public String name() {
    if (level == DEFAULT_LEVEL) {
      return "headroom-v1";
    }
    String sign = level < 0 ? "minus-" : "";
    return String.format(Locale.ROOT, "headroom-level-%s%.1f", sign, Math.abs(level));
  }

  /** Weights of zero, and biases that say the level. */
  public ActorNetwork network() {
    float[] noRisk = new float[ActionTable.COUNT];
    Arrays.fill(noRisk, NO_RISK);
    return new ActorNetwork(
        Normaliser.identity(),
        List.of(),
        DenseLayer.constant(Feature.COUNT, (float) level),
        DenseLayer.constant(Feature.COUNT, NARROW),
        DenseLayer.constant(Feature.COUNT, NEVER),
        DenseLayer.constant(Feature.COUNT, noRisk),
        DenseLayer.constant(Feature.COUNT, 0));
  }

  /**
   * The contract: any features in range, default settings, persistence as forecast prior.
   *
   * @param codeVersion what wrote it
   * @param date when the policy was defined
   */
  public PolicyContract contract(String codeVersion, LocalDate date) {
    return new PolicyContract(
        PolicyContract.SCHEMA,
        name(),
        "1.0.0",
        new PolicyContract.PeriodSeconds(15, 1, 60),
        UnlearnedParts.features(),
        UnlearnedParts.actions(),
        UnlearnedParts.risk(),
        UnlearnedParts.defaults(),
        UnlearnedParts.forecastPriors(),
        List.of(),
        new PolicyContract.Network(List.of(), "tanh", 0),
        new PolicyContract.Training(
            codeVersion, 0, Map.of("level", level), List.of(), date.toString()),
        new PolicyContract.Evaluation(
            "rlscaler.evaluation/v1", null, null, "fixed headroom, not learned; not evaluated"));
  }
}
