package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.artifact.PriorTrainer;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerPriorTrainerTest {
  private final Path directory;
  private final List<String> messages = new ArrayList<>();

  TrainerPriorTrainerTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path write(String name, int stepSeconds, int steps) throws IOException {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    StringBuilder csv = new StringBuilder("t_seconds,requests_per_second\n");
    for (int i = 0; i < steps; i++) {
      csv.append(stepSeconds * i).append(',').append(random.nextInt(50, 100)).append('\n');
    }
    return Files.writeString(directory.resolve(name + ".csv"), csv);
  }

  private byte[] train(Path... traces) throws IOException {
    Path out = directory.resolve("priors.json");
    ServiceLoader.load(PriorTrainer.class)
        .findFirst()
        .orElseThrow()
        .train(
            List.of(traces),
            out,
            new PolicyTrainer.Listener() {
              @Override
              public void progress(String line) {}

              @Override
              public void message(String text) {
                messages.add(text);
              }
            });
    return Files.readAllBytes(out);
  }

  @Test
  void theSameTracesGiveTheSameBytesInWhateverOrder() throws IOException {
    Path a = write("one_a_1min", 60, 120);
    Path b = write("two_b_1min", 60, 120);
    assertThat(train(a, b)).isEqualTo(train(b, a));
    PriorsDocument document = PriorsDocument.read(directory.resolve("priors.json"));
    assertThat(document.forecastPrior().stream().map(ForecastPrior::startUpSeconds))
        .containsExactly(15.0, 30.0, 60.0, 120.0, 180.0, 300.0);
    assertThat(document.traces())
        .extracting(TraceDigest::name)
        .containsExactly("one_a_1min", "two_b_1min");
    assertThat(messages).hasSize(12).allMatch(line -> line.startsWith("Start-up "));
  }

  @Test
  void tracesThatSayNothingOfMinutesAreLeftOutByName() throws IOException {
    Path hourly = write("hourly_1h", 3600, 100);
    Path brief = write("brief_1s", 1, 100);
    train(write("one_a_1min", 60, 60), hourly, brief, write("two_b_1min", 60, 60));
    assertThat(messages)
        .contains(
            "Leaves out " + hourly + ": found steps of PT1H, expected at most 5 min",
            "Leaves out " + brief + ": found PT1M40S, expected at least 30 min");
  }

  @Test
  void aBadTraceIsNamed() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.csv"), "x");
    assertThatIOException()
        .isThrownBy(() -> train(bad))
        .withMessageStartingWith(bad + ", line 1: unknown column");
  }
}
