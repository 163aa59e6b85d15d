package io.rlscaler.simulator.trace.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rlscaler.simulator.trace.TextFile;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;

/** One line of a log of JSON objects. */
final class JsonLogLine {
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]*)?");

  /** The offset as Z, +01:00, +0100 or +01. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  /** Seconds since 1970 stay below it until the year 5138; milliseconds passed it in 1973. */
  private static final double LEAST_MILLISECONDS = 1e11;

  private JsonLogLine() {}

  /** The time in a field, which is the name of a member or a JSON pointer [ms since 1970]. */
  static long epochMillis(String line, String field) throws BadLineException {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadLineException(TextFile.quoted(line) + ", expected a JSON object");
    }
    if (!object.isObject()) {
      throw new BadLineException(TextFile.quoted(line) + ", expected a JSON object");
    }
    JsonNode time = field.startsWith("/") ? object.at(field) : object.path(field);
    if (time.isMissingNode()) {
      throw new BadLineException(
          "no field " + TextFile.quoted(field) + ", expected the time there");
    }
    if (time.isNumber()) {
      return sinceEpoch(time.doubleValue(), field, time.asText());
    }
    if (time.isTextual()) {
      return parse(time.textValue(), field);
    }
    throw notATime(field, time.toString());
  }

  private static long parse(String text, String field) throws BadLineException {
    try {
      // some servers put every variable in quotation marks
      if (NUMBER.matcher(text).matches()) {
        return sinceEpoch(Double.parseDouble(text), field, text);
      }
      return OffsetDateTime.parse(text, ISO).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw notATime(field, text);
    }
  }

  private static long sinceEpoch(double value, String field, String found) throws BadLineException {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw notATime(field, found);
    }
    double seconds = value;
    while (seconds >= LEAST_MILLISECONDS) {
      seconds /= 1000;
    }
    return Math.round(seconds * 1000);
  }

  private static BadLineException notATime(String field, String found) {
    return new BadLineException(
        "field "
            + TextFile.quoted(field)
            + " is "
            + TextFile.quoted(found)
            + ", expected ISO 8601 with an offset, as 2000-10-10T13:55:36Z, or the time since"
            + " 1970");
  }
}
