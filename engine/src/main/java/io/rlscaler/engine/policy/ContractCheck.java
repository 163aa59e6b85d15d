package io.rlscaler.engine.policy;

import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.util.List;

/** Holds a contract against this engine: the same tables, and values that make sense. */
final class ContractCheck {
  private final PolicyContract contract;

  ContractCheck(PolicyContract contract) {
    this.contract = contract;
  }

  void run() throws PolicyRejectedException {
    same("schema", contract.schema(), PolicyContract.SCHEMA);
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
    settings();
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

  private void settings() throws PolicyRejectedException {
    try {
      contract.defaults().settings();
    } catch (IllegalArgumentException e) {
      throw new PolicyRejectedException(
          Cause.CONTRACT_MISMATCH, "policy.json: defaults: " + e.getMessage());
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
