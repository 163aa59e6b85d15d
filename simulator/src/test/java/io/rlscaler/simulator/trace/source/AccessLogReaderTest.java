package io.rlscaler.simulator.trace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import io.rlscaler.simulator.trace.source.AccessLogFormat.Combined;
import io.rlscaler.simulator.trace.source.AccessLogFormat.Common;
import io.rlscaler.simulator.trace.source.AccessLogFormat.JsonLines;
import io.rlscaler.simulator.trace.source.AccessLogReader.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogReaderTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Path directory;

  AccessLogReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static String common(String time) {
    return "192.0.2.7 - anna [%s] \"GET /a?b=[1] HTTP/1.1\" 200 2326\n".formatted(time);
  }

  private static String at(String clock) {
    return common("10/Oct/2000:" + clock + " +0000");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("web.log"), content);
  }

  private static Options skipping(long lines) {
    return new Options(MINUTE, lines, Optional.empty());
  }

  private AccessLog read(String content, AccessLogFormat format) throws IOException {
    return AccessLogReader.read(List.of(file(content)), format, Options.DEFAULT);
  }

  /** Rates of minutes from their counts. */
  private static Trace minutes(String start, double... counts) {
    double[] rates = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      rates[i] = counts[i] / 60;
    }
    Duration since = Duration.ofSeconds(Instant.parse(start).getEpochSecond());
    return Trace.of("web", since, MINUTE, rates);
  }

  @Test
  void linesInAnyOrderAreCountedPerStepAndAStepWithoutOneHasNoRequest() throws IOException {
    AccessLog log =
        read(
            at("13:55:36") + at("13:57:59") + at("13:55:00") + at("13:59:01") + at("13:57:00"),
            new Common());
    assertThat(log)
        .isEqualTo(new AccessLog(minutes("2000-10-10T13:55:00Z", 2, 0, 2, 0, 1), 5, 0, MINUTE));
  }

  @Test
  void aStretchWithoutALineIsUnknownWhenItIsLongerThanSilenceCanBe() throws IOException {
    Path file = file(at("13:00:00") + at("13:02:00") + at("13:05:00"));
    Options options = new Options(MINUTE, 0, Optional.of(Duration.ofMinutes(2)));
    assertThat(AccessLogReader.read(List.of(file), new Common(), options).trace())
        .isEqualTo(minutes("2000-10-10T13:00:00Z", 1, 0, 1, Double.NaN, Double.NaN, 1));
  }

  @Test
  void severalFilesAreOneLogWhateverTheirOrderAndCompression() throws IOException {
    Path newer = file(at("13:57:00"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write((at("13:55:00") + at("13:56:00")).getBytes(StandardCharsets.UTF_8));
    }
    Path older = Files.write(directory.resolve("web.log.1.gz"), bytes.toByteArray());
    AccessLog log = AccessLogReader.read(List.of(newer, older), new Common(), Options.DEFAULT);
    assertThat(log.trace()).isEqualTo(minutes("2000-10-10T13:55:00Z", 1, 1, 1));
  }

  @Test
  void progressIsToldAfterEachRequest() throws IOException {
    List<Long> told = new ArrayList<>();
    Path file = file(at("13:55:36") + "x\n" + at("13:57:59"));
    AccessLogReader.read(List.of(file), new Common(), skipping(1), told::add);
    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void theOffsetOfATimeCounts() throws IOException {
    AccessLog log =
        read(
            common("29/Feb/2000:23:30:00 -0130") + common("01/Mar/2000:02:01:00 +0100"),
            new Common());
    assertThat(log.trace()).isEqualTo(minutes("2000-03-01T01:00:00Z", 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " \"-\" \"curl/8\"",
        " \"http://a/?q=\\\"x\\\"\" \"Mozilla/5.0 (X11; \\\\)\"",
        " \"\" \"\" \"203.0.113.9\" rt=0.004",
      })
  void combinedLinesMayHaveQuotedQuotesAndMoreFields(String more) throws IOException {
    String line = at("13:55:36").strip() + more + "\n";
    assertThat(read(line + at("13:56:36").strip() + more, new Combined()).trace())
        .isEqualTo(minutes("2000-10-10T13:55:00Z", 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2000-10-10T13:55:36Z\"",
        "\"2000-10-10T15:55:36.123+02:00\"",
        "\"2000-10-10T15:55:36+0200\"",
        "971186136",
        "971186136.123",
        "\"971186136.123\"",
        "971186136123",
        "971186136123456",
        "971186136123456789",
      })
  void jsonTimesAreIso8601OrSinceTheEpochInTheUnitThatTheirSizeTells(String time)
      throws IOException {
    String lines = "{\"a\":1,\"time\":%s}\n{\"time\":\"2000-10-10T13:56:00Z\"}\n".formatted(time);
    assertThat(read(lines, new JsonLines("time")).trace())
        .isEqualTo(minutes("2000-10-10T13:55:00Z", 1, 1));
  }

  @Test
  void theTimeOfJsonLinesIsFoundByNameOrPointer() throws IOException {
    String lines =
        "{\"start.time\":60,\"http\":{\"at\":0}}\n{\"start.time\":120,\"http\":{\"at\":60}}\n";
    assertThat(read(lines, new JsonLines("start.time")).trace())
        .isEqualTo(minutes("1970-01-01T00:01:00Z", 1, 1));
    assertThat(read(lines, new JsonLines("/http/at")).trace())
        .isEqualTo(minutes("1970-01-01T00:00:00Z", 1, 1));
    assertThatThrownBy(() -> new JsonLines(""))
        .hasMessage("time field is empty, expected the name of a member");
  }

  static Stream<Arguments> badLines() {
    String head = "192.0.2.7 - - [10/Oct/2000:13:55:36 +0000]";
    String isoOrEpoch =
        ", expected ISO 8601 with an offset, as 2000-10-10T13:55:36Z, or the time since 1970";
    return Stream.of(
        arguments(
            new Common(),
            "no log",
            "no time in \"no log\", expected one as [10/Oct/2000:13:55:36 -0700]"),
        arguments(
            new Common(),
            "- - [10/Oct/2000:13:55:36 +0000] \"GET /\" 200 1",
            "\"- - \" before the time, expected host, identity and user"),
        arguments(
            new Common(),
            "h - - [10/Okt/2000:13:55:36 +0000] \"GET /\" 200 1",
            "time is \"10/Okt/2000:13:55:36 +0000\", expected one as 10/Oct/2000:13:55:36 -0700"),
        arguments(
            new Common(),
            "h - - [31/Feb/2000:13:55:36 +0000] \"GET /\" 200 1",
            "time is \"31/Feb/2000:13:55:36 +0000\", expected one as 10/Oct/2000:13:55:36 -0700"),
        arguments(
            new Common(),
            "h - - [10/Oct/2000:24:55:36 +0000] \"GET /\" 200 1",
            "time is \"10/Oct/2000:24:55:36 +0000\", expected one as 10/Oct/2000:13:55:36 -0700"),
        arguments(
            new Common(),
            "h - - [10/Oct/1969:13:55:36 +0000] \"GET /\" 200 1",
            "the time is -7121064 s since 1970, expected one from 1970 to 2286"),
        arguments(
            new Common(),
            head + " GET / 200 1",
            "no request in quotation marks, found \"GET / 200 1\""),
        arguments(
            new Common(), head + " \"GET / 200 1", "the request does not end: \"\"GET / 200 1\""),
        arguments(
            new Common(), head + " \"GET /\"", "no status, found the end of the line in its place"),
        arguments(new Common(), head + " \"GET /\" OK 1", "status is \"OK\", expected 3 digits"),
        arguments(
            new Common(), head + " \"GET /\" 200 x", "bytes are \"x\", expected a number or -"),
        arguments(
            new Common(),
            head + " \"GET /\" 200 - \"-\"",
            "\" \"-\"\" behind the bytes, expected the end of the line (is the format combined?)"),
        arguments(
            new Combined(),
            head + " \"GET /\" 200 -",
            "no referer, found the end of the line in its place"),
        arguments(
            new Combined(),
            head + " \"GET /\" 200 - \"-\" \"x\"y",
            "\"y\" behind the user agent, expected a space or the end"),
        arguments(new JsonLines("t"), "{\"t\":1", "\"{\"t\":1\", expected a JSON object"),
        arguments(new JsonLines("t"), "[1]", "\"[1]\", expected a JSON object"),
        arguments(new JsonLines("t"), "{} {}", "\"{} {}\", expected a JSON object"),
        arguments(new JsonLines("t"), "{\"u\":1}", "no field \"t\", expected the time there"),
        arguments(
            new JsonLines("t"),
            "{\"t\":\"2000-10-10T13:55:36\"}",
            "field \"t\" is \"2000-10-10T13:55:36\"" + isoOrEpoch),
        arguments(new JsonLines("t"), "{\"t\":-1}", "field \"t\" is \"-1\"" + isoOrEpoch),
        arguments(new JsonLines("t"), "{\"t\":1e400}", "field \"t\" is \"Infinity\"" + isoOrEpoch),
        arguments(
            new JsonLines("t"),
            "{\"t\":\"" + "9".repeat(400) + "\"}",
            "field \"t\" is \"" + "9".repeat(40) + "...\"" + isoOrEpoch),
        arguments(new JsonLines("t"), "{\"t\":true}", "field \"t\" is \"true\"" + isoOrEpoch),
        arguments(
            new JsonLines("t"),
            "{\"t\":971186136,\"x\":\"" + "y".repeat(1 << 17) + "\"}",
            "more than 131072 characters, expected a request"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("badLines")
  void aBadLineIsNamedWithFileNumberAndExpectationOrSkipped(
      AccessLogFormat format, String bad, String message) throws IOException {
    String good =
        format instanceof JsonLines
            ? "{\"t\":971186136}\n%s\n{\"t\":971186196}\n"
            : at("13:55:36") + "%s\n" + at("13:56:36");
    String lines = format instanceof Combined ? good.replace("2326\n", "2326 \"-\" \"-\"\n") : good;
    Path file = file(lines.formatted(bad));
    assertThatThrownBy(() -> AccessLogReader.read(List.of(file), format, Options.DEFAULT))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ", line 2: " + message);
    assertThat(AccessLogReader.read(List.of(file), format, skipping(1)))
        .isEqualTo(new AccessLog(minutes("2000-10-10T13:55:00Z", 1, 1), 2, 1, Duration.ZERO));
  }

  @Test
  void oneBadLineMoreThanAllowedIsAnErrorThatSaysHowManyWereSkipped() throws IOException {
    Path file = file(at("13:55:36") + "x\n\ny\n" + at("13:56:36") + "\n\n");
    assertThat(AccessLogReader.read(List.of(file), new Common(), skipping(3)).skippedLines())
        .isEqualTo(3);
    assertThatThrownBy(() -> AccessLogReader.read(List.of(file), new Common(), skipping(1)))
        .hasMessage(
            file
                + ", line 3: an empty line, expected a request (1 bad lines before it were"
                + " skipped, as allowed)");
  }

  @Test
  void aTimeFarFromTheOthersIsABadLine() throws IOException {
    Path file = file(at("13:55:36") + common("10/Oct/2285:13:55:36 +0000") + at("13:56:36"));
    Options seconds = new Options(Duration.ofSeconds(1), 0, Optional.empty());
    assertThatThrownBy(() -> AccessLogReader.read(List.of(file), new Common(), seconds))
        .hasMessage(
            file
                + ", line 2: the time is more than 21000000 steps of PT1S away from that of other"
                + " lines");
    Options skip = new Options(Duration.ofSeconds(1), 1, Optional.empty());
    assertThat(AccessLogReader.read(List.of(file), new Common(), skip).trace().size())
        .isEqualTo(61);
  }

  @Test
  void aLogWithoutTwoStepsIsNoTrace() throws IOException {
    Path file = file("");
    assertThatThrownBy(() -> AccessLogReader.read(List.of(file), new Common(), Options.DEFAULT))
        .hasMessage(file + ": 0 requests, expected some in two steps or more");
    file(at("13:55:36") + at("13:55:38"));
    assertThatThrownBy(() -> AccessLogReader.read(List.of(file), new Common(), Options.DEFAULT))
        .hasMessage(
            file + ": 2 requests within one step of PT1M, expected some in two steps or more");
  }

  @Test
  void refusesOptionsOutsideTheirRange() {
    assertThatThrownBy(() -> new Options(Duration.ofMillis(500), 0, Optional.empty()))
        .hasMessage("step is PT0.5S, expected a second or more in whole milliseconds");
    assertThatThrownBy(() -> skipping(-1))
        .hasMessage("bad lines to skip are -1, expected 0 or more");
    assertThatThrownBy(() -> new Options(MINUTE, 0, Optional.of(Duration.ofSeconds(59))))
        .hasMessage("silence is unknown after PT59S, expected one step of PT1M or more");
  }
}
