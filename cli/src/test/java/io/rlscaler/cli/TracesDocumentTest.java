package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.trace.SyntheticTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of docs/traces.md gives what stands behind it. */
class TracesDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "traces.md");

  /** The name of a file, its content, a command, and what it prints. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?m)^`(\\S+)`\n```\n([^`]*)```\n```\nrlscaler ([^`\n]*)\n```\n```\n([^`]*)```$");

  record Example(String file, String content, List<String> command, String output) {
    @Override
    public String toString() {
      return String.join(" ", command);
    }
  }

  static Stream<Example> examples() throws IOException {
    List<MatchResult> found = EXAMPLE.matcher(Files.readString(DOCUMENT)).results().toList();
    return found.stream()
        .map(
            match ->
                new Example(
                    match.group(1),
                    match.group(2),
                    Arrays.asList(match.group(3).split(" ")),
                    match.group(4)));
  }

  @Test
  void everyFormatHasAnExample() throws IOException {
    assertThat(examples().map(Example::file))
        .containsExactly(
            "web.csv", "answer.json", "access.log", "combined.log", "access.jsonl", "plan.yaml");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theCommandOfAnExamplePrintsWhatStandsBehindIt(Example example, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve(example.file()), example.content());
    Object[] command =
        example.command().stream()
            .map(argument -> argument.equals(example.file()) ? file : argument)
            .toArray();
    assertThat(command).contains(file);
    CommandRun run = CommandRun.of(command);
    assertThat(run.err()).doesNotContain("rlscaler:");
    assertThat(run.out()).isEqualTo(example.output());
  }

  @Test
  void everyFamilyIsNamed() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains(SyntheticTraces.names().stream().map(name -> "`" + name + "`").toList());
  }
}
