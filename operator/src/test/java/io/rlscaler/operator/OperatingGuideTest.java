package io.rlscaler.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every name that an operator's user can meet stands in docs/operating.md, as {@code `name`}. */
class OperatingGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "operating.md");
  private static final Path RESOURCES =
      Path.of("src", "main", "java", "io", "rlscaler", "operator", "resource");
  private static final Pattern EVENT =
      Pattern.compile("events\\s*\\.(?:normal|warning)\\(\\s*[^,\"]+,\\s*\"([A-Za-z]+)\"");
  private static final Pattern CONDITION_EVENT = Pattern.compile("\"[A-Za-z]+\", \"([A-Za-z]+)\"");

  private static void assertDocumented(Stream<String> names) throws IOException {
    List<String> spans = names.map(name -> "`" + name + "`").toList();
    assertThat(spans).isNotEmpty();
    assertThat(Files.readString(GUIDE)).contains(spans);
  }

  private static Stream<String> found(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map((MatchResult r) -> r.group(1));
  }

  @Test
  void everyReasonOfADecisionIsDocumented() throws IOException {
    assertDocumented(Arrays.stream(Reason.values()).map(Reason::label));
  }

  @Test
  void everyConstraintOfTheShieldIsDocumented() throws IOException {
    assertDocumented(
        Arrays.stream(Adjustment.Constraint.values()).map(Adjustment.Constraint::label));
  }

  @Test
  void everyOutcomeOfADecisionIsDocumented() throws IOException {
    assertDocumented(
        Arrays.stream(WriteOutcome.values()).map(o -> o.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void everyReasonToRefuseAPolicyIsDocumented() throws IOException {
    assertDocumented(Arrays.stream(PolicyRejectedException.Cause.values()).map(Enum::name));
  }

  @Test
  void everyEventIsDocumented() throws IOException {
    Set<String> reasons = new TreeSet<>();
    try (Stream<Path> files = Files.list(RESOURCES)) {
      for (Path file : files.toList()) {
        found(EVENT, file).forEach(reasons::add);
      }
    }
    assertThat(reasons).contains("Scaled", "ScaleFailed", "PolicyRejected");
    List<String> ofConditions =
        found(CONDITION_EVENT, RESOURCES.resolve("ConditionEvents.java")).toList();
    assertThat(ofConditions).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
    reasons.addAll(ofConditions);
    assertDocumented(reasons.stream());
  }

  @Test
  void everyMetricIsDocumented() throws IOException {
    StringWriter page = new StringWriter();
    new OperatorMetrics("1.2.3", true).write(page);
    assertDocumented(
        page.toString()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ", -1)[2])
            .filter(name -> !name.endsWith("_created")));
  }

  @Test
  void everyEnvironmentVariableIsDocumented() throws IOException {
    Set<String> asked = new TreeSet<>();
    OperatorConfig.of(new Recording(asked));
    assertThat(asked).hasSizeGreaterThanOrEqualTo(9);
    assertDocumented(asked.stream());
  }

  /** An empty environment that notes which variables are asked for. */
  private static final class Recording extends HashMap<String, String> {
    private static final long serialVersionUID = 1L;
    private final transient Set<String> asked;

    Recording(Set<String> asked) {
      this.asked = asked;
    }

    @Override
    public @Nullable String get(Object name) {
      asked.add(String.valueOf(name));
      return super.get(name);
    }

    @Override
    public String getOrDefault(Object name, String fallback) {
      asked.add(String.valueOf(name));
      return super.getOrDefault(name, fallback);
    }
  }
}
