package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyContract;
import java.util.stream.Collectors;

/** What a policy is, for people: {@code MODEL_CARD.md}, made from the contract alone. */
final class ModelCard {
  private ModelCard() {}

  static String of(PolicyContract contract) {
    PolicyContract.PeriodSeconds period = contract.decisionPeriodSeconds();
    PolicyContract.Training training = contract.training();
    return """
        # %s %s

        A policy for RLScaler: it picks how much headroom to keep over the forecast load.

        | | |
        |---|---|
        | features | `%s`, %d, `%s` |
        | actions | `%s`, levels %s |
        | network | hidden layers %s |
        | decision period | trained at %s s, may be used from %s s to %s s |
        | risk | at most %s within %s |
        | made by | %s, seed %d, %s |
        | settings of training | %s |
        | traces | %s |
        | evaluation | %s |

        The files `policy.json` and `policy.onnx` belong together; this card is not part of their digest.
        """
        .formatted(
            contract.name(),
            contract.version(),
            contract.features().schema(),
            Feature.COUNT,
            contract.features().digest(),
            contract.actions().table(),
            contract.actions().levels(),
            contract.network().hidden().isEmpty() ? "none" : contract.network().hidden(),
            period.trained(),
            period.min(),
            period.max(),
            contract.risk().limit(),
            contract.risk().horizon(),
            training.codeVersion(),
            training.seed(),
            training.date(),
            training.config(),
            traces(training),
            evaluation(contract.evaluation()));
  }

  private static String traces(PolicyContract.Training training) {
    return training.traces().isEmpty()
        ? "none"
        : training.traces().stream()
            .map(trace -> trace.name() + " `" + trace.digest() + "`")
            .collect(Collectors.joining(", "));
  }

  private static String evaluation(PolicyContract.Evaluation evaluation) {
    String gap =
        evaluation.pooledGap() == null
            ? ""
            : "gap closed %s, interval %s; "
                .formatted(evaluation.pooledGap(), evaluation.interval());
    return gap + evaluation.note() + " (`" + evaluation.protocol() + "`)";
  }
}
