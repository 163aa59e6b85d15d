package io.rlscaler.simulator.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {
  private static final String HEADER = "t_seconds,requests_per_second\n";

  private final Path directory;

  TraceReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private Path file(String content) throws IOException {
    return file("web.csv", content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aJumpInTimeIsAGapOfUnknownSteps() throws IOException {
    Trace trace = TraceReader.read(file(HEADER + "0,1\n60,0\n120,2.5\n300,4\n"));
    assertThat(trace)
        .isEqualTo(Trace.of("web", Duration.ofMinutes(1), 1, 0, 2.5, Double.NaN, Double.NaN, 4));
  }

  @Test
  void readsEitherOrderOfColumnsLineEndsOfWindowsAndAByteOrderMark() throws IOException {
    Trace trace =
        TraceReader.read(file("\uFEFFrequests_per_second,t_seconds\r\n3,10\r\n4,10.5\r\n\r\n"));
    assertThat(trace)
        .isEqualTo(Trace.of("web", Duration.ofSeconds(10), Duration.ofMillis(500), 3, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.csv", "web.csv.gz", "web.gz", "web"})
  void gzipIsToldByItsFirstBytes(String name) throws IOException {
    assertThat(TraceReader.read(file(name, gzip(HEADER + "0,1\n15,2\n"))))
        .isEqualTo(Trace.of("web", Duration.ofSeconds(15), 1, 2));
  }

  static Stream<Arguments> badContents() {
    return Stream.of(
        arguments("", ": empty, expected a header t_seconds,requests_per_second"),
        arguments(HEADER, ": a header and no rows, expected two rows or more"),
        arguments(HEADER + "0,1\n", ": one row, expected two or more to know the step"),
        arguments(
            "time,requests_per_second\n0,1\n",
            ", line 1: unknown column \"time\", expected t_seconds,requests_per_second"),
        arguments(
            "t_seconds\n0\n",
            ", line 1: missing column requests_per_second, expected"
                + " t_seconds,requests_per_second"),
        arguments(
            "t_seconds,requests_per_second,t_seconds\n",
            ", line 1: 3 columns, expected t_seconds,requests_per_second"),
        arguments(HEADER + "0,1\n15\n", ", line 3: 1 columns in \"15\", expected 2"),
        arguments(HEADER + "0,1,9\n", ", line 2: 3 columns in \"0,1,9\", expected 2"),
        arguments(
            HEADER + "0,1\n15,-2\n", ", line 3: requests_per_second is -2.0, expected 0 or more"),
        arguments(
            HEADER + "0,NaN\n",
            ", line 2: requests_per_second is \"NaN\", expected a finite number"),
        arguments(
            HEADER + "0,1e999\n",
            ", line 2: requests_per_second is \"1e999\", expected a finite number"),
        arguments(
            HEADER + "0,many\n", ", line 2: requests_per_second is \"many\", expected a number"),
        arguments(HEADER + "0,\n", ", line 2: requests_per_second is \"\", expected a number"),
        arguments(
            HEADER + "0,1\n15,1\n15,1\n",
            ", line 4: t_seconds is 15, expected more than the 15 of the line before"),
        arguments(
            HEADER + "0,1\n15,1\n10,1\n",
            ", line 4: t_seconds is 10, expected more than the 15 of the line before"),
        arguments(
            HEADER + "-15,1\n0,1\n",
            ", line 2: t_seconds is \"-15\", expected seconds from 0 to 1e10 in whole"
                + " milliseconds"),
        arguments(
            HEADER + "0,1\n0.0005,1\n",
            ", line 3: t_seconds is \"0.0005\", expected seconds from 0 to 1e10 in whole"
                + " milliseconds"),
        arguments(
            HEADER + "0,1\n15,1\n30,1\n50,1\n",
            ", line 5: t_seconds is 50, expected a multiple of the step of 15 s behind the 30 of"
                + " the line before"),
        arguments(
            HEADER + "0,1\n1,1\n9000000000,1\n",
            ": 9000000001 steps of 1 s, expected at most 21000000"),
        arguments(HEADER + "0,1\n\n15,1\n", ", line 3: an empty line, expected a time and a rate"),
        arguments(
            "x".repeat(5000),
            ", line 1: unknown column \""
                + "x".repeat(40)
                + "...\", expected t_seconds,requests_per_second"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badContents")
  void badContentIsNamedWithFileLineAndExpectation(String content, String message)
      throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void binaryContentIsNoText() throws IOException {
    Path file = file("web.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0, 1});
    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ": bytes that are no text at the beginning, expected UTF-8");
    Path second = file("late.csv", (HEADER + "0,1\n15,\u00e4\n").getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TraceReader.read(second))
        .hasMessageMatching(
            ".*: bytes that are no text (at the beginning|behind line [12]), expected UTF-8");
  }

  @Test
  void truncatedCorruptAndEmptyGzipAreTold() throws IOException {
    byte[] whole = gzip(HEADER + "0,1\n15,2\n");
    Path truncated = file("truncated.gz", Arrays.copyOf(whole, whole.length - 10));
    assertThatThrownBy(() -> TraceReader.read(truncated))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("truncated gzip data");
    Path header = file("header.gz", Arrays.copyOf(whole, 4));
    assertThatThrownBy(() -> TraceReader.read(header))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("truncated gzip data");
    byte[] broken = whole.clone();
    broken[whole.length - 6] ^= 1;
    Path corrupt = file("corrupt.gz", broken);
    assertThatThrownBy(() -> TraceReader.read(corrupt))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("corrupt gzip data");
    Path empty = file("empty.gz", gzip(""));
    assertThatThrownBy(() -> TraceReader.read(empty))
        .hasMessage(empty + ": empty, expected a header t_seconds,requests_per_second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.csv.gz"})
  void whatIsWrittenIsReadBackEqual(String name) throws IOException {
    Trace trace =
        Trace.of(
            "a", Duration.ofSeconds(30), Duration.ofMillis(1500), .1, 1 / 3.0, Double.NaN, 7, 1e-9);
    TraceWriter.write(trace, directory.resolve(name));
    assertThat(TraceReader.read(directory.resolve(name))).isEqualTo(trace);
  }

  @Test
  void aFailedWriteLeavesNothingBehind() throws IOException {
    Path target = Files.createDirectory(directory.resolve("taken"));
    Files.createFile(target.resolve("inside"));
    Trace trace = Trace.of("a", Duration.ofSeconds(1), 1, 2);
    assertThatThrownBy(() -> TraceWriter.write(trace, target)).isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void aTraceWhoseStepCouldNotBeReadBackIsNotWritten() {
    Trace trace = Trace.of("a", Duration.ofSeconds(1), 1, Double.NaN, 2);
    assertThatThrownBy(() -> TraceWriter.write(trace, directory.resolve("a.csv")))
        .hasMessage("trace a knows 2 of 3 steps, expected enough to see that the step is PT1S");
    assertThat(directory).isEmptyDirectory();
  }
}
