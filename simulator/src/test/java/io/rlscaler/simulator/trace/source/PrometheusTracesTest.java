package io.rlscaler.simulator.trace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusTracesTest {
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final double GAP = Double.NaN;
  private static final RangeOptions SUM = new RangeOptions(true, false);

  private final Path directory;

  PrometheusTracesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static String answer(String... series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[%s]}}"
        .formatted(String.join(",", series));
  }

  private static String series(String labels, String values) {
    return "{\"metric\":{%s},\"values\":[%s]}".formatted(labels, values);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Trace read(RangeOptions options, String... contents) throws IOException {
    Path[] files = new Path[contents.length];
    for (int i = 0; i < files.length; i++) {
      files[i] = file("q" + i + ".json", contents[i]);
    }
    return PrometheusTraces.saved(Arrays.asList(files), Optional.empty(), options);
  }

  private static Trace trace(int startSeconds, double... rates) {
    return Trace.of("q0", Duration.ofSeconds(startSeconds), STEP, rates);
  }

  @Test
  void missingPointsAndThoseThatAreNoNumberAreUnknown() throws IOException {
    String values =
        "[30,\"1.5\"],[45,\"0\"],[60.000,\"NaN\"],[75,\"2e1\"],[120,\"+Inf\"],[135,\"4\"]";
    assertThat(read(RangeOptions.STRICT, answer(series("", values))))
        .isEqualTo(trace(30, 1.5, 0, GAP, 20, GAP, GAP, GAP, 4));
  }

  @Test
  void theStepMayBeGiven() throws IOException {
    Path file = file("q0.json", answer(series("", "[0,\"1\"],[30,\"2\"]")));
    assertThat(PrometheusTraces.saved(List.of(file), Optional.of(STEP), RangeOptions.STRICT))
        .isEqualTo(trace(0, 1, GAP, 2));
  }

  @Test
  void aSeriesGoesOnInTheNextFileAndMayRepeatPoints() throws IOException {
    String first = answer(series("\"job\":\"a\"", "[30,\"3\"],[45,\"4\"]"));
    String second = answer(series("\"job\":\"a\"", "[0,\"1\"],[15,\"2\"],[30,\"3\"]"));
    assertThat(read(RangeOptions.STRICT, first, second)).isEqualTo(trace(0, 1, 2, 3, 4));
  }

  @Test
  void severalSeriesAreRefusedWithTheirLabelsUnlessTheyAreSummed() throws IOException {
    String both =
        answer(
            series("\"pod\":\"a\",\"zone\":\"x\"", "[0,\"1\"],[15,\"2\"],[30,\"NaN\"]"),
            series("\"pod\":\"b\"", "[15,\"10\"],[30,\"5\"],[60,\"20\"]"));
    Path file = file("q0.json", both);
    assertThatThrownBy(() -> read(RangeOptions.STRICT, both))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(
            file
                + ": 2 series, {pod=\"a\",zone=\"x\"}, {pod=\"b\"}, expected one: let the query"
                + " choose or sum, or ask for the sum of all");
    // as PromQL's sum: absent counts for nothing, NaN makes the sum NaN
    assertThat(read(SUM, both)).isEqualTo(trace(0, 1, 12, GAP, GAP, 20));
  }

  @Test
  void anAnswerThatMayBeIncompleteIsRefusedUnlessAllowed() throws IOException {
    String partial =
        answer(series("", "[0,\"1\"],[15,\"2\"]"))
            .replace("\"data\"", "\"warnings\":[\"store x is down\"],\"data\"");
    Path file = file("q0.json", partial);
    assertThatThrownBy(() -> read(RangeOptions.STRICT, partial))
        .hasMessage(
            file
                + ": Prometheus warns that something may be missing (store x is down), expected a"
                + " complete answer");
    assertThat(read(new RangeOptions(false, true), partial)).isEqualTo(trace(0, 1, 2));
  }

  static Stream<Arguments> badContents() {
    String twoPoints = "[0,\"1\"],[15,\"2\"]";
    return Stream.of(
        arguments("", ": empty, expected a saved answer of query_range"),
        arguments(
            "[1]", ": status is missing, expected \"success\", as in an answer of query_range"),
        arguments(
            "{\"status\":\"error\",\"error\":\"bad\"}",
            ": status is \"error\" (bad), expected \"success\", as in an answer of query_range"),
        arguments(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\"}}",
            ": data.resultType is \"vector\", expected \"matrix\", as of query_range"),
        arguments(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":{}}}",
            ": data.result is {}, expected an array of series"),
        arguments(answer(), ": no series in the answer, expected one"),
        arguments(answer(series("", "")), ": 0 points, expected two or more to know the step"),
        arguments(
            answer(series("", "[0,\"1\"]")), ": 1 points, expected two or more to know the step"),
        arguments(
            answer(series("", "[0,\"NaN\"],[15,\"NaN\"]")),
            ": no number in the answer, expected one"),
        arguments(
            answer("{\"metric\":{},\"histograms\":[]}"),
            ": data.result[0].histograms is native histograms, expected a query with plain"
                + " numbers"),
        arguments(
            answer("{\"metric\":{}}"),
            ": data.result[0].values is missing, expected an array of [time, \"value\"]"),
        arguments(
            answer("{\"values\":[]}"),
            ": data.result[0].metric is missing, expected an object of labels"),
        arguments(
            answer(series("", twoPoints), series("", "[0,\"1\"],[15]")),
            ": data.result[1].values[1] is [15], expected [time, \"value\"]"),
        arguments(
            answer(series("", "[0,\"1\"],[-15,\"1\"]")),
            ": data.result[0].values[1] is [-15,\"1\"], expected a time in seconds from 0 to 1e10"),
        arguments(
            answer(series("", "[0,\"1\"],[15,1]")),
            ": data.result[0].values[1] is [15,1], expected a number in quotation marks"),
        arguments(
            answer(series("\"a\":\"b\"", "[0,\"1\"],[15,\"-1\"]")),
            ": series {a=\"b\"} is -1.0 at 1970-01-01T00:00:15Z, expected a rate of 0 or more"),
        arguments(
            answer(series("", "[0,\"1\"],[15,\"1\"],[30,\"1\"],[31,\"1\"]")),
            ": series {} has a point at 1970-01-01T00:00:31Z, expected whole steps of PT15S from"
                + " 1970-01-01T00:00:00Z on"),
        arguments(
            answer(series("", "[0,\"1\"],[15,\"1\"],[15,\"2\"]")),
            ": series {} has two values at 1970-01-01T00:00:15Z, 1.0 and 2.0, expected one"),
        arguments(
            answer(series("", "[0,\"1\"],[1,\"1\"],[9000000000,\"1\"]")),
            ": 9000000001 steps of PT1S, expected at most 21000000"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badContents")
  void badContentIsNamedWithFileFieldAndExpectation(String content, String message)
      throws IOException {
    Path file = file("q0.json", content);
    assertThatThrownBy(() -> read(RangeOptions.STRICT, content))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void brokenJsonIsNamedWithItsLine() throws IOException {
    Path file = file("q0.json", "{\n\"status\":\n!}");
    assertThatThrownBy(
            () -> PrometheusTraces.saved(List.of(file), Optional.empty(), RangeOptions.STRICT))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(file + ", line 3: no JSON (");
  }
}
