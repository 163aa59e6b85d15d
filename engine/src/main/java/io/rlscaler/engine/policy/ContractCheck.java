package io.rlscaler.engine.policy;

import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Holds a contract against this engine: the same tables, and values that make sense. */
final class ContractCheck {
  private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

  private final PolicyContract contract;

  ContractCheck(PolicyContract contract) {
    this.contract = contract;
  }

  void run() throws PolicyRejectedException {
    same("schema", contract.schema(), PolicyContract.SCHEMA);
    if (!contract.name().matches(NAME)) {
      throw mismatch("name", contract.name(), "lower case letters, digits, dots and dashes");
    }
    same("features.schema", contract.features().schema(), Feature.SCHEMA);
    same("features.digest", contract.features().digest(), Feature.digest());
    reference(contract.features().reference());
    same("actions.table", contract.actions().table(), ActionTable.NAME);
    same("actions.levels", contract.actions().levels(), ActionTable.LEVELS);
    period(contract.decisionPeriodSeconds());
    risk(contract.risk());
    if (contract.network().state() != 0) {
      throw mismatch("network.state", contract.network().state(), "0 (no recurrent state)");
    }
    if (!contract.network().hidden().stream().allMatch(size -> size > 0)) {
      throw mismatch("network.hidden", contract.network().hidden(), "sizes of at least 1");
    }
    settings("defaults", contract.defaults()::settings);
    for (PolicyContract.CalibrationPrior prior : contract.calibrationPrior()) {
      calibrationPrior(prior);
    }
    provenance();
  }

  private void reference(List<PolicyContract.Reference> reference) throws PolicyRejectedException {
    same("features.reference length", reference.size(), Feature.COUNT);
    for (Feature feature : Feature.values()) {
      PolicyContract.Reference row = reference.get(feature.index());
      String field = "features.reference[" + feature.index() + "]";
      same(field + ".name", row.name(), feature.id());
      boolean ordered = row.p001() <= row.p999() && Double.isFinite(row.mean());
      if (!ordered || !(row.deviation() > 0) || !Double.isFinite(row.deviation())) {
        throw mismatch(field, row, "a finite mean, a deviation > 0 and p001 <= p999");
      }
    }
  }

  private static void period(PolicyContract.PeriodSeconds period) throws PolicyRejectedException {
    boolean ordered = period.min() > 0 && period.min() <= period.trained();
    if (!ordered || !(period.trained() <= period.max())) {
      throw mismatch("decisionPeriodSeconds", period, "0 < min <= trained <= max");
    }
  }

  private static void risk(PolicyContract.Risk risk) throws PolicyRejectedException {
    if (!(risk.limit() >= 0 && risk.limit() <= 1)) {
      throw mismatch("risk.limit", risk.limit(), "0..1");
    }
    same("risk.horizon", risk.horizon(), PolicyContract.RISK_HORIZON);
    try {
      RiskCalibration.of(risk.calibration());
    } catch (IllegalArgumentException e) {
      throw new PolicyRejectedException(Cause.CONTRACT_MISMATCH, "policy.json: " + e.getMessage());
    }
  }

  private static void calibrationPrior(PolicyContract.CalibrationPrior prior)
      throws PolicyRejectedException {
    double share = prior.violationShare();
    if (!(prior.startUpSeconds() > 0) || !(share >= 0 && share <= 1)) {
      throw mismatch("calibrationPrior", prior, "startUpSeconds > 0 and violationShare in 0..1");
    }
    settings("calibrationPrior", prior.settings()::settings);
  }

  private static void settings(String field, Runnable settings) throws PolicyRejectedException {
    try {
      settings.run();
    } catch (IllegalArgumentException e) {
      throw new PolicyRejectedException(
          Cause.CONTRACT_MISMATCH, "policy.json: " + field + ": " + e.getMessage());
    }
  }

  private void provenance() throws PolicyRejectedException {
    try {
      LocalDate.parse(contract.training().date());
    } catch (DateTimeParseException e) {
      throw mismatch("training.date", contract.training().date(), "a day as 2026-01-01");
    }
    List<Double> interval = contract.evaluation().interval();
    if (interval != null && (interval.size() != 2 || interval.get(0) > interval.get(1))) {
      throw mismatch("evaluation.interval", interval, "[lower, upper]");
    }
  }

  private static void same(String field, Object found, Object expected)
      throws PolicyRejectedException {
    if (!expected.equals(found)) {
      throw mismatch(field, found, "this engine's " + expected);
    }
  }

  private static PolicyRejectedException mismatch(String field, Object found, String expected) {
    return new PolicyRejectedException(
        Cause.CONTRACT_MISMATCH,
        "policy.json: " + field + ": the policy has " + found + ", expected " + expected);
  }
}
