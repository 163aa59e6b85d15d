package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rlscaler.crds.RLScalerSpec;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.HpaManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrateCommandTest {
  private final Path directory;
  private final Path waves;

  CalibrateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    waves = trace("waves", 8, minute -> 500 + 100 * Math.sin(minute / 60.0));
  }

  private Path trace(String name, int hours, IntToDoubleFunction rate) throws IOException {
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int minute = 0; minute < 60 * hours; minute++) {
      csv.append(60 * minute).append(',').append(rate.applyAsDouble(minute)).append('\n');
    }
    return Files.writeString(directory.resolve(name + ".csv"), csv);
  }

  /** With a decision a minute, so that it takes a second. */
  private static CommandRun calibrate(Path trace, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("calibrate", "--trace", trace, "--period", "60s"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray());
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aPromiseEndsWithZeroAndItsPatchPinsTheSettingsThatArePrinted() throws IOException {
    Path out = directory.resolve("patch.yaml");
    CommandRun run = calibrate(waves, "--json", "--out", out);
    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains("Replaying settings of policy on 8.0 h of traffic.", "Wrote " + out + ".");
    assertThat(run.json().path("schema").asText()).isEqualTo("rlscaler.calibration/v1");
    assertThat(run.json().path("keepsObjective").asBoolean()).isTrue();
    JsonNode chosen = run.json().path("settings");
    JsonNode patch = new YAMLMapper().readTree(out.toFile());
    JsonNode pinned = patch.at("/spec/policyRef/settings");
    assertThat(pinned.path("margin").asText())
        .isEqualTo(CalibratedPatch.decimal(chosen.path("margin").asDouble()));
    assertThat(pinned.path("hold").asText()).isEqualTo(chosen.path("hold").asText());
    assertThat(Files.readString(out))
        .contains("# For policy headroom-v1 1.0.0, sha256:")
        .contains("# kubectl patch rls NAME -n NAMESPACE --type merge --patch-file THIS_FILE");
  }

  @Test
  void thePatchIsWhatTheResourceTakes() throws IOException {
    String text = CalibratedPatch.of(new PolicySettings(250, -.05, 60, .4, OptionalDouble.of(1.2)));
    JsonNode pinned = new YAMLMapper().readTree(text).at("/spec/policyRef/settings");
    // decimals are text there
    assertThat(pinned).allMatch(JsonNode::isTextual);
    assertThat(new ObjectMapper().treeToValue(pinned, RLScalerSpec.PolicySettings.class))
        .isEqualTo(new RLScalerSpec.PolicySettings("250", "-0.05", "60s", "0.4", "1.2"));
  }

  @Test
  void aPatchWithoutACapRemovesAnEarlierOne() {
    assertThat(CalibratedPatch.of(PolicySettings.DEFAULT)).contains("cap: null\n");
  }

  @Test
  void anHpaUserGetsAnHpaByTheSameRule() throws IOException {
    Path out = directory.resolve("hpa.yaml");
    CommandRun run = calibrate(waves, "--controller", "hpa", "--json", "--out", out);
    assertThat(run.exit()).isZero();
    assertThat(HpaManifest.read(out).targetPercent())
        .isEqualTo((int) Math.round(100 * run.json().at("/settings/target").asDouble()));
    assertThat(run.json().at("/settings/scaleDownWindow").asText()).isEqualTo("300s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"headroom", "spread", "static"})
  void everyControllerIsCalibrated(String controller) {
    CommandRun run = calibrate(waves, "--controller", controller);
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("controller         " + controller)
        .contains("The objective can be promised: ")
        .contains("Only 2.0 h of past count");
  }

  @Test
  void whatNothingPromisesEndsWithThreeAndSaysWhatItWouldTake() throws IOException {
    Path spikes = trace("spikes", 12, minute -> minute % 90 < 3 ? 1000 : 50);
    CommandRun run = calibrate(spikes, "--controller", "hpa");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .contains("No setting that was tried promises the objective")
        .containsPattern("This objective needs more than \\d+ % standing headroom here")
        .containsPattern("A fixed size of \\d+ replicas promises it at .* the cost: take that");
  }

  @Test
  void withACapacityTheTraceKeepsItsSize() throws IOException {
    // 500 requests/s on 50 each are 10 replicas at 100 %, instead of nearly 40
    double replicas =
        calibrate(waves, "--controller", "spread", "--capacity", "50", "--json")
            .json()
            .path("meanReplicas")
            .asDouble();
    assertThat(replicas).isBetween(10.0, 20.0);
  }

  @Test
  void twoHoursAreNoPast() throws IOException {
    Path out = directory.resolve("patch.yaml");
    Path brief = trace("brief", 2, minute -> 50);
    assertRefused(
        calibrate(brief, "--out", out),
        brief + ": found no requests after the first 6 h of its 2.0 h, expected some");
    assertThat(out).doesNotExist();
  }

  @Test
  void aTraceOfZeroesIsNamed() throws IOException {
    Path zero = trace("zero", 8, minute -> 0);
    assertRefused(calibrate(zero), zero + ": 99th percentile of trace zero is 0");
    assertRefused(
        calibrate(zero, "--capacity", "50"), zero + ": 99th percentile of the rates is 0");
  }

  @Test
  void aBrokenTraceIsNamedWithItsLine() throws IOException {
    Path broken =
        Files.writeString(
            directory.resolve("broken.csv"), "t_seconds,requests_per_second\n0,1\n60,x\n");
    assertRefused(calibrate(broken), broken + ", line 3: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --controller | hpx           | found "hpx", expected one of policy, hpa
          --controler  | hpa           | Unknown options: '--controler', 'hpa'
          --policy     | builtin:nope  | --policy builtin:nope
          --capacity   | -1            | --capacity: found -1.0, expected a positive number
          --capacity   | many          | Invalid value for option '--capacity'
          --good-ratio | 100%          | objective.goodRatio: found 1.0
          --start-up   | soon          | found "soon", expected a duration
          --model      | request       | --model: found request, expected fast
          --out        | nowhere/x     | nowhere: no such directory
          --from       | 9h            | is empty, expected 0 <= from
          """)
  void refusesWhatItCannotUseAndNamesIt(String flag, String value, String message) {
    assertRefused(calibrate(waves, flag, value), message);
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertRefused(
        calibrate(waves, "--controller", "hpa", "--policy", "builtin:headroom-v1"),
        "--policy: expected only with --controller policy");
    assertRefused(
        calibrate(waves, "--controller", "spread", "--out", directory.resolve("x.yaml")),
        "--out: found it with --controller spread, expected policy or hpa");
    assertRefused(
        calibrate(waves, "--capacity", "50", "--replicas-at-p99", "40"),
        "--capacity: found it beside --replicas-at-p99, expected one of them");
  }

  @Test
  void aTraceIsRequired() {
    CommandRun run = CommandRun.of("calibrate", "--trce", waves);
    assertRefused(run, "Missing required option: '--trace=FILE'");
    assertThat(run.err()).contains("there is no option --trce");
  }
}
