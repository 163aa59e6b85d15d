package io.rlscaler.simulator.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.trace.TraceFormatException;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, it becomes a trace or an error that names the file. */
class AnyContentTest {
  private static final String CSV = "t_seconds,requests_per_second\n0,1\n60,2.5\n180,3\n";
  private static final String COMMON =
      """
      h - u [10/Oct/2000:13:55:36 +0000] "GET /\\" [x]" 200 5
      h - u [10/Oct/2000:13:59:36 -0730] "GET /" 404 -
      """;
  private static final String COMBINED = COMMON.replace("\n", " \"-\" \"agent \\\" x\" more\n");
  private static final String JSON_LINES =
      "{\"time\":\"2000-10-10T13:55:36Z\"}\n{\"time\":971186736.5,\"a\":[{}]}\n";
  private static final String RANGE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
          + "{\"a\":\"b\"},\"values\":[[0,\"1\"],[15,\"NaN\"],[30,\"2\"]]}]},\"warnings\":[]}";
  private static final String PROFILE =
      "{\"startRate\": 5, \"timeUnit\": \"1m\", \"stages\": [{\"duration\": \"1m30s\","
          + " \"target\": 100}, {\"duration\": \"0s\", \"target\": 7.5}]}";

  private enum Kind {
    CSV_FILE(CSV),
    COMMON_LOG(COMMON),
    COMBINED_LOG(COMBINED),
    JSON_LOG(JSON_LINES),
    SAVED_RANGE(RANGE),
    LOAD_PROFILE(PROFILE);

    private final String good;

    Kind(String good) {
      this.good = good;
    }

    private Object read(Path file) throws IOException {
      return switch (this) {
        case CSV_FILE -> TraceReader.read(file);
        case COMMON_LOG -> log(file, new AccessLogFormat.Common());
        case COMBINED_LOG -> log(file, new AccessLogFormat.Combined());
        case JSON_LOG -> log(file, new AccessLogFormat.JsonLines("time"));
        case SAVED_RANGE ->
            PrometheusTraces.saved(List.of(file), Optional.empty(), RangeOptions.STRICT);
        case LOAD_PROFILE -> LoadProfile.read(file);
      };
    }

    private static Object log(Path file, AccessLogFormat format) throws IOException {
      AccessLogReader.Options options =
          new AccessLogReader.Options(Duration.ofMinutes(1), 0, Optional.empty());
      return AccessLogReader.read(List.of(file), format, options);
    }
  }

  /** Characters that stand for a byte each, and where and how many of a good file they replace. */
  record Damage(String bytes, double place, int removed) {
    byte[] applied(byte[] good) {
      int at = (int) (place * good.length);
      int behind = Math.min(good.length, at + removed);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(good, 0, at);
      all.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
      all.write(good, behind, good.length - behind);
      return all.toByteArray();
    }
  }

  @Provide
  Arbitrary<Damage> damages() {
    Arbitrary<String> bytes = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(4);
    Arbitrary<String> tokens =
        Arbitraries.of(
            "\n", "\"", "[", "]", "{", "}", ",", "-", "9999999999", "1e400", "&a *a", " ");
    return Combinators.combine(
            Arbitraries.oneOf(bytes, tokens),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 40))
        .as(Damage::new);
  }

  private static void requireTraceOrError(Kind kind, byte[] content) throws IOException {
    Path file = Files.createTempFile("any", ".txt");
    try {
      Files.write(file, content);
      assertThat(kind.read(file)).isNotNull();
    } catch (TraceFormatException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Example
  void theUndamagedFilesAreRead() throws IOException {
    for (Kind kind : Kind.values()) {
      Path file = Files.createTempFile("good", ".txt");
      try {
        Files.writeString(file, kind.good);
        assertThat(kind.read(file)).isNotNull();
      } finally {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 1000)
  void aDamagedFileIsATraceOrAnErrorThatNamesIt(@ForAll Kind kind, @ForAll("damages") Damage damage)
      throws IOException {
    requireTraceOrError(kind, damage.applied(kind.good.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 300)
  void aDamagedGzipFileIsATraceOrAnErrorThatNamesIt(
      @ForAll Kind kind, @ForAll("damages") Damage damage) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(kind.good.getBytes(StandardCharsets.UTF_8));
    }
    requireTraceOrError(kind, damage.applied(bytes.toByteArray()));
  }
}
