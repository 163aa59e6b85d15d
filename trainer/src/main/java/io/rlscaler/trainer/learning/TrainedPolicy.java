package io.rlscaler.trainer.learning;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.trainer.export.ActorNetwork;
import io.rlscaler.trainer.export.DenseLayer;
import io.rlscaler.trainer.export.PolicyArtifactWriter;
import io.rlscaler.trainer.export.UnlearnedParts;
import io.rlscaler.trainer.ppo.ActorCriticShape;
import io.rlscaler.trainer.ppo.RunningMoments;
import io.rlscaler.trainer.ppo.TrainedActor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The contract of a policy in training, and the way from weights to a policy that can be asked. */
final class TrainedPolicy {
  /** Logit of a risk head that has learned nothing and vetoes nothing. */
  private static final float NO_RISK = -20;

  private final ActorCriticShape shape;
  private final PolicyContract contract;

  TrainedPolicy(ActorCriticShape shape, PolicyContract contract) {
    this.shape = shape;
    this.contract = contract;
  }

  /**
   * A contract that trusts all features, for a policy that is not finished.
   *
   * @param priors of the forecast, as they will be in the artifact
   */
  static PolicyContract draft(
      List<Integer> hidden, List<ForecastPrior> priors, PolicyContract.Training training) {
    return new PolicyContract(
        PolicyContract.SCHEMA,
        "request-v1",
        "1.0.0",
        new PolicyContract.PeriodSeconds(15, 1, 60),
        UnlearnedParts.features(),
        UnlearnedParts.actions(),
        UnlearnedParts.risk(),
        UnlearnedParts.defaults(),
        priors,
        List.of(),
        new PolicyContract.Network(hidden, "tanh", 0),
        training,
        new PolicyContract.Evaluation("rlscaler.evaluation/v1", null, null, "not evaluated"));
  }

  /** Whose risk head vetoes nothing and whose value is 0. */
  ActorNetwork network(float[] weights, RunningMoments moments) {
    List<Integer> hidden = contract.network().hidden();
    int last = hidden.isEmpty() ? shape.observations() : hidden.get(hidden.size() - 1);
    float[] noRisk = new float[ActionTable.COUNT];
    Arrays.fill(noRisk, NO_RISK);
    return TrainedActor.network(
        shape, weights, moments, DenseLayer.constant(last, noRisk), DenseLayer.constant(last, 0));
  }

  /** A policy of these weights that can be asked. */
  OnnxPolicy load(float[] weights, RunningMoments moments) {
    try {
      byte[] model = PolicyArtifactWriter.graph(contract, network(weights, moments));
      return OnnxPolicy.load(contract, model, "in training");
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("a policy of finite weights is always loaded", e);
    }
  }

  /**
   * Writes the best policy of a training with what is known of it.
   *
   * @param seen features of the training, in whose range the policy may be used
   */
  void export(Selection.Best best, FeatureSample seen, Path directory) throws IOException {
    PolicySettings settings = Validation.settings().get(best.safeEnough());
    PolicyContract finished =
        new PolicyContract(
            contract.schema(),
            contract.name(),
            contract.version(),
            contract.decisionPeriodSeconds(),
            new PolicyContract.Features(
                Feature.SCHEMA, Feature.digest(), seen.reference(best.moments())),
            contract.actions(),
            contract.risk(),
            new PolicyContract.Defaults(
                settings.strictness(),
                settings.margin(),
                settings.holdSeconds(),
                settings.floor(),
                null),
            contract.forecastPrior(),
            contract.calibrationPrior(),
            contract.network(),
            contract.training(),
            new PolicyContract.Evaluation(
                "rlscaler.selection/v1",
                best.gapClosed(),
                null,
                String.format(
                    Locale.ROOT,
                    "gap closed on pieces of the validation traces on which it was selected as the"
                        + " best of %d looks, settings chosen in hindsight: optimistic; objective"
                        + " kept in %.0f %% of the cells",
                    best.looks(),
                    100 * best.kept())));
    try {
      PolicyArtifactWriter.write(finished, network(best.weights(), best.moments()), directory);
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("a policy of finite weights is always admitted", e);
    }
  }
}
