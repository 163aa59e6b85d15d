package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrainingConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "training-configuration.md");
  private static final String COMMAND =
      "mvn -pl trainer -am test -Dtest=TrainingConfigurationPageTest -Dregenerate=true";

  @Test
  void thePageIsMadeFromTheSettings() throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("%s differs from the settings; run: %s", PAGE, COMMAND)
        .isEqualTo(page());
  }

  private static String page() {
    return """
        # Configuration of a training

        One YAML file. A name that is left out has its default, and an empty file is a valid one. A name stands in the
        sections that its path names: `ppo.clip` is `clip` in the section `ppo`. Unknown names, values out of range and
        a number without its unit are errors that name file, line and setting.

        Durations are written as `90s`, `5m` or `250ms`, ratios as `99.9%%` or `0.999`, lists as `[64, 64]`.

        With a time for the whole training, the stages that are on share nine tenths of it as their budgets are to each
        other; the rest is for start, selection and export. With the defaults, 10 minutes change nothing. A training
        can only be resumed with the configuration, seed and time that it began with.

        | name | type | default | range | meaning |
        |---|---|---|---|---|
        %s
        This page is made from the code; do not edit it.
        """
        .formatted(
            TrainingSettings.ALL.stream()
                .map(TrainingConfigurationPageTest::row)
                .collect(Collectors.joining()));
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            setting.path(),
            setting.kind().type(),
            setting.defaultText(),
            setting.kind().range(),
            setting.meaning());
  }
}
