package io.rlscaler.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.episode.HpaManifest;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.tuning.CalibratedSetting;
import io.rlscaler.simulator.tuning.Family;
import io.rlscaler.simulator.tuning.StandingHeadroom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationAnswerTest {
  private static final StandingHeadroom.Hour HOUR = new StandingHeadroom.Hour(10 * 3600, .4);
  private static final String PROMISED =
      "The objective can be promised: 0.05 % violations are expected where at most 0.1 % are"
          + " allowed.";

  private static CalibratedSetting hpa(boolean keeps, double headroom, double pastDays) {
    return new CalibratedSetting(
        Family.HPA,
        List.of(.55, .4, 120.0, .02, 0.0),
        keeps ? .0005 : .002,
        keeps,
        .0002,
        .0001,
        25,
        new StandingHeadroom(headroom, Optional.of(HOUR)),
        pastDays,
        42);
  }

  private static CalibratedSetting fixed(boolean keeps, int replicas) {
    return new CalibratedSetting(
        Family.fixed(2, 200),
        List.of((double) replicas),
        .0001,
        keeps,
        .0001,
        .0001,
        replicas,
        new StandingHeadroom(.9, Optional.empty()),
        3,
        9);
  }

  /** Nine days with a peak of five minutes on the first and a lower one on the last. */
  private static OfferedLoad load() {
    double[] rates = new double[9 * 1440];
    Arrays.fill(rates, 1000);
    Arrays.fill(rates, 100, 105, 9000);
    Arrays.fill(rates, 12_000, 12_005, 4100);
    Trace trace = Trace.of("Web Shop", Duration.ofDays(1), Duration.ofMinutes(1), rates);
    return new OfferedLoad(trace, 0);
  }

  private static CalibrationAnswer answer(
      CalibratedSetting setting, Optional<CalibratedSetting> fixed) {
    return new CalibrationAnswer(Scenario.DEFAULT, load(), setting, fixed);
  }

  @Test
  void aCheapPromiseNeedsOneSentence() {
    assertThat(answer(hpa(true, .3, 3), Optional.empty()).sentences()).containsExactly(PROMISED);
  }

  @Test
  void aShortPastIsNamed() {
    assertThat(answer(hpa(true, .3, .25), Optional.empty()).sentences())
        .containsExactly(
            PROMISED,
            "Only 6.0 h of past count, so that whole hours of the day are not reckoned with.");
  }

  @Test
  void aDearPromiseNamesHeadroomHourAndACheaperFixedSize() {
    // the trace begins a day after the zero of its file
    assertThat(answer(hpa(true, .72, 3), Optional.of(fixed(true, 24))).sentences())
        .containsExactly(
            PROMISED,
            "This objective needs 72 % standing headroom here.",
            "The hour from t_seconds 122400 on (day 2, 10:00) decides it: with less headroom it has"
                + " 40 % of the violations.",
            "A fixed size of 24 replicas promises it, too, at 0.960 times the cost: take that.");
  }

  @Test
  void anHourWithFewOfTheViolationsDecidesNothing() {
    CalibratedSetting setting = hpa(true, .72, 3);
    CalibratedSetting spreadOut =
        new CalibratedSetting(
            setting.family(),
            setting.values(),
            setting.judged(),
            true,
            setting.violationShare(),
            setting.unavoidable(),
            setting.meanReplicas(),
            new StandingHeadroom(.72, Optional.of(new StandingHeadroom.Hour(0, .099))),
            3,
            42);
    assertThat(answer(spreadOut, Optional.empty()).sentences())
        .last()
        .isEqualTo(
            "No single hour decides it, not even the one from t_seconds 86400 on (day 2, 00:00):"
                + " with less headroom it has 9.9 % of the violations.");
  }

  @Test
  void aDearerFixedSizeIsNotRecommended() {
    assertThat(answer(hpa(true, .72, 3), Optional.of(fixed(true, 30))).sentences())
        .last()
        .isEqualTo("A fixed size of 30 replicas promises it, too, at 1.200 times the cost.");
  }

  @Test
  void whatNothingPromisesIsSaidWithTheBestThereIs() {
    assertThat(answer(hpa(false, .2, 3), Optional.of(fixed(false, 200))).sentences())
        .containsExactly(
            "No setting that was tried promises the objective: with this one, the best of them,"
                + " 0.2 % violations are expected where at most 0.1 % are allowed.",
            "This objective needs more than 20 % standing headroom here.",
            "The hour from t_seconds 122400 on (day 2, 10:00) decides it: it has 40 % of the"
                + " violations.",
            "No fixed size promises it either, up to the 200 replicas that are allowed.");
  }

  @Test
  void theDocumentHasTheContractsFields() {
    ObjectNode document =
        CalibrationDocument.of(answer(hpa(true, .72, 3), Optional.of(fixed(true, 24))));
    assertThat(document.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "schema",
            "trace",
            "controller",
            "settings",
            "startUpSeconds",
            "goodRatio",
            "keepsObjective",
            "expectedViolationShare",
            "pastViolationShare",
            "unavoidableShare",
            "meanReplicas",
            "replicaHoursPerDay",
            "pastDays",
            "settingsTried",
            "standingHeadroom",
            "fixedSize",
            "sentences");
    assertThat(document.path("schema").asText()).isEqualTo("rlscaler.calibration/v1");
    assertThat(document.path("standingHeadroom").toString())
        .isEqualTo(
            "{\"share\":0.72,\"decidingHour\":{\"tSeconds\":122400.0,\"shareOfViolations\":0.4}}");
    assertThat(document.path("fixedSize").toString())
        .isEqualTo("{\"replicas\":24,\"keepsObjective\":true,\"costRatio\":0.96}");
    assertThat(document.path("replicaHoursPerDay").asDouble()).isEqualTo(600);
  }

  @Test
  void theFloorOfTheManifestIsAShareOfTheLastWeeksPeak(@TempDir Path directory) throws IOException {
    CalibrationAnswer answer = answer(hpa(true, .3, 3), Optional.empty());
    assertThat(answer.weekPeak()).isCloseTo(41, within(1e-9));
    String text = CalibratedHpa.manifest(answer);
    assertThat(text)
        .startsWith(
            "# Calibrated on 3.00 days of trace Web Shop, start-up 60.0 s, objective 99.9 %.\n# "
                + PROMISED
                + "\n")
        .contains("# minReplicas is 40 % of the largest load of the last week, 41.0 replicas");
    Path file = Files.writeString(directory.resolve("hpa.yaml"), text);
    assertThat(HpaManifest.read(file).min()).hasValue(17);
    assertThat(HpaManifest.read(file).targetPercent()).isEqualTo(55);
  }

  @Test
  void theTableShowsWhatWasChosenAndWhatToExpect() {
    assertThat(CalibrationTable.of(answer(hpa(true, .3, 3), Optional.empty())))
        .contains(
            "controller         hpa\n  target           0.55\n",
            "objective          99.9 % within 250 ms, start-up 60.0 s\n",
            "expected           0.05 % violations\n",
            "in the past        0.02 % violations, of which 0.01 % no setting could have"
                + " prevented\n",
            "cost               600.0 replica-hours a day, 25.00 replicas on average\n",
            "headroom           30 % standing headroom\n",
            "past               3.00 days\n",
            "settings tried     42\n")
        .endsWith("\n\n" + PROMISED);
  }
}
