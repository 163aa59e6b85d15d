package io.rlscaler.trainer.export;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyContract;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a policy is, for people: {@code MODEL_CARD.md}, made from the contract alone. */
final class ModelCard {
  private ModelCard() {}

  static String of(PolicyContract contract) {
    return """
        # %s %s

        A policy for RLScaler: it picks how much headroom to keep over the forecast load.

        | | |
        |---|---|
        %s%s
        The files `policy.json` and `policy.onnx` belong together; this card is not part of their digest.
        """
        .formatted(
            contract.name(), contract.version(), interfaceRows(contract), originRows(contract));
  }

  private static String interfaceRows(PolicyContract contract) {
    PolicyContract.PeriodSeconds period = contract.decisionPeriodSeconds();
    List<Integer> hidden = contract.network().hidden();
    return row(
            "features",
            "`%s`, %d, `%s`"
                .formatted(
                    contract.features().schema(), Feature.COUNT, contract.features().digest()))
        + row(
            "actions",
            "`%s`, levels %s".formatted(contract.actions().table(), contract.actions().levels()))
        + row("network", "hidden layers " + (hidden.isEmpty() ? "none" : hidden))
        + row(
            "decision period",
            "trained at %s s, may be used from %s s to %s s"
                .formatted(period.trained(), period.min(), period.max()))
        + row(
            "risk",
            "at most %s within %s".formatted(contract.risk().limit(), contract.risk().horizon()));
  }

  private static String originRows(PolicyContract contract) {
    PolicyContract.Training training = contract.training();
    return row(
            "made by",
            "%s, seed %d, %s".formatted(training.codeVersion(), training.seed(), training.date()))
        + row("settings of training", new TreeMap<>(training.config()).toString())
        + row("traces", traces(training))
        + row("evaluation", evaluation(contract.evaluation()));
  }

  private static String row(String name, String value) {
    return "| " + name + " | " + value + " |\n";
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
