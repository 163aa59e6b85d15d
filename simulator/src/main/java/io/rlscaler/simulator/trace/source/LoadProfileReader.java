package io.rlscaler.simulator.trace.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rlscaler.simulator.trace.TextFile;
import io.rlscaler.simulator.trace.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a load profile in JSON or YAML with the names of k6: {@code startRate} (default 0), {@code
 * timeUnit} that rates refer to (default {@code 1s}), and {@code stages} of {@code duration}, as
 * {@code 90s} or {@code 1h30m}, and {@code target}. Unknown fields are errors.
 */
final class LoadProfileReader {
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Set<String> FIELDS = Set.of("startRate", "timeUnit", "stages");
  private static final Set<String> STAGE_FIELDS = Set.of("duration", "target");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;

  LoadProfileReader(Path file) {
    this.file = file;
  }

  LoadProfile read() throws IOException {
    JsonNode profile = parse();
    if (!profile.isObject()) {
      throw new TraceFormatException(file, "no object, expected one with the field stages");
    }
    requireKnown(profile, "", FIELDS);
    double unit =
        profile.has("timeUnit") ? duration(profile.path("timeUnit"), "timeUnit").toMillis() : 1000;
    if (unit <= 0) {
      throw error("timeUnit", profile.path("timeUnit"), "a positive duration");
    }
    double perSecond = 1000 / unit;
    JsonNode stages = profile.path("stages");
    if (!stages.isArray() || stages.isEmpty()) {
      throw error("stages", stages, "a list of stages with duration and target");
    }
    double start =
        profile.has("startRate") ? rate(profile.path("startRate"), "startRate", perSecond) : 0;
    try {
      return new LoadProfile(start, stages(stages, perSecond));
    } catch (IllegalArgumentException e) {
      TraceFormatException failure = new TraceFormatException(file, String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private JsonNode parse() throws IOException {
    try {
      return TextFile.read(file, YAML::readTree);
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      TraceFormatException failure =
          new TraceFormatException(file, line, "neither JSON nor YAML, expected a load profile");
      failure.initCause(e);
      throw failure;
    }
  }

  private List<LoadProfile.Stage> stages(JsonNode nodes, double perSecond)
      throws TraceFormatException {
    List<LoadProfile.Stage> stages = new ArrayList<>();
    for (JsonNode node : nodes) {
      String field = "stages[" + stages.size() + "].";
      requireKnown(node, field, STAGE_FIELDS);
      Duration duration = duration(node.path("duration"), field + "duration");
      double target = rate(node.path("target"), field + "target", perSecond);
      stages.add(new LoadProfile.Stage(duration, target));
    }
    return stages;
  }

  private void requireKnown(JsonNode object, String prefix, Set<String> known)
      throws TraceFormatException {
    for (String name : object.properties().stream().map(entry -> entry.getKey()).toList()) {
      if (!known.contains(name)) {
        throw new TraceFormatException(
            file,
            prefix
                + TextFile.quoted(name)
                + " is no field of a load profile, expected "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private Duration duration(JsonNode node, String field) throws TraceFormatException {
    Matcher parts = DURATION.matcher(node.isTextual() ? node.textValue() : "");
    if (!parts.matches() || parts.group().isEmpty()) {
      throw error(field, node, "a duration as \"90s\" or \"1h30m\"");
    }
    long[] millis = {86_400_000, 3_600_000, 60_000, 1000, 1};
    try {
      long sum = 0;
      for (int i = 0; i < millis.length; i++) {
        String number = parts.group(i + 1);
        long part = number == null ? 0 : Math.multiplyExact(Long.parseLong(number), millis[i]);
        sum = Math.addExact(sum, part);
      }
      return Duration.ofMillis(sum);
    } catch (ArithmeticException | NumberFormatException e) {
      throw error(field, node, "a shorter duration");
    }
  }

  private double rate(JsonNode node, String field, double perSecond) throws TraceFormatException {
    double rate = node.isNumber() ? node.doubleValue() * perSecond : Double.NaN;
    if (!(rate >= 0 && Double.isFinite(rate))) {
      throw error(field, node, "a number of 0 or more");
    }
    return rate;
  }

  private TraceFormatException error(String field, JsonNode found, String expected) {
    String text = found.isMissingNode() ? "missing" : found.toString();
    String cut = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return new TraceFormatException(
        file, field + " is " + cut.replaceAll("\\p{Cntrl}", "?") + ", expected " + expected);
  }
}
