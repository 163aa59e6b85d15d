package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.tuning.CalibratedSetting;
import io.rlscaler.simulator.tuning.StandingHeadroom;

/**
 * The document {@code rlscaler.calibration/v1}. Null are {@code decidingHour} without violations
 * and {@code fixedSize} where no fixed size was looked for.
 */
public final class CalibrationDocument {
  /** The schema field. */
  public static final String SCHEMA = "rlscaler.calibration/v1";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double HOURS_A_DAY = 24;

  private CalibrationDocument() {}

  /** The document of an answer. */
  public static ObjectNode of(CalibrationAnswer answer) {
    CalibratedSetting setting = answer.setting();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.put("trace", answer.load().trace().name());
    document.put("controller", setting.family().name());
    document.set("settings", MAPPER.valueToTree(answer.settings()));
    document.put("startUpSeconds", answer.scenario().startUp().medianSeconds());
    document.put("goodRatio", answer.scenario().objective().goodRatio());
    document.put("keepsObjective", setting.keeps());
    document.put("expectedViolationShare", setting.judged());
    document.put("pastViolationShare", setting.violationShare());
    document.put("unavoidableShare", setting.unavoidable());
    document.put("meanReplicas", setting.meanReplicas());
    document.put("replicaHoursPerDay", HOURS_A_DAY * setting.meanReplicas());
    document.put("pastDays", setting.pastDays());
    document.put("settingsTried", setting.tried());
    document.set("standingHeadroom", headroom(answer));
    document.set("fixedSize", answer.fixed().map(size -> fixed(answer, size)).orElse(null));
    ArrayNode sentences = document.putArray("sentences");
    answer.sentences().forEach(sentences::add);
    return document;
  }

  private static ObjectNode headroom(CalibrationAnswer answer) {
    StandingHeadroom headroom = answer.setting().headroom();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("share", headroom.share());
    node.set(
        "decidingHour",
        headroom
            .decidingHour()
            .map(
                hour ->
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("tSeconds", answer.fileSeconds(hour))
                        .put("shareOfViolations", hour.share()))
            .orElse(null));
    return node;
  }

  private static ObjectNode fixed(CalibrationAnswer answer, CalibratedSetting size) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("replicas", size.values().get(0).intValue())
        .put("keepsObjective", size.keeps())
        .put("costRatio", answer.costAgainstFixed(size));
  }
}
