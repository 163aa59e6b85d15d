package io.rlscaler.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyContractTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();

  private static byte[] resource(String name) {
    try (InputStream in = PolicyContractTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonSchema schema() {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(
            new String(
                resource("/io/rlscaler/engine/policy/contract.schema.json"),
                StandardCharsets.UTF_8));
  }

  private static byte[] committed() {
    return resource("/io/rlscaler/policies/headroom-v1/policy.json");
  }

  private static ObjectNode document() {
    try {
      return (ObjectNode) MAPPER.readTree(committed());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The committed contract with the value at {@code pointer} replaced. */
  private static ObjectNode with(String pointer, String json) {
    ObjectNode document = document();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1);
    try {
      JsonNode value = MAPPER.readTree(json);
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(last), value);
      } else {
        ((ObjectNode) parent).set(last, value);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return document;
  }

  private static PolicyContract parse(JsonNode document) throws Exception {
    return PolicyContract.parse(MAPPER.writeValueAsBytes(document));
  }

  private static void assertRefused(byte[] json, Cause reason, String... parts) {
    assertThatThrownBy(() -> PolicyContract.parse(json))
        .isInstanceOfSatisfying(
            PolicyRejectedException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageStartingWith("policy.json: ")
        .hasMessageContainingAll(parts);
  }

  private static void assertRefused(JsonNode document, Cause reason, String... parts)
      throws Exception {
    assertRefused(MAPPER.writeValueAsBytes(document), reason, parts);
  }

  /** Pointers to all objects whose fields the contract fixes. */
  private static List<String> objects() {
    List<String> found = new ArrayList<>();
    collect("", fullDocument(), found);
    return found;
  }

  private static void collect(String pointer, JsonNode node, List<String> found) {
    if (node.isObject() && !pointer.equals("/training/config")) {
      found.add(pointer);
      node.properties().forEach(f -> collect(pointer + "/" + f.getKey(), f.getValue(), found));
    }
    if (node.isArray() && !node.isEmpty()) {
      collect(pointer + "/0", node.get(0), found);
    }
  }

  /** The committed contract with an entry in each list that it leaves empty. */
  private static ObjectNode fullDocument() {
    ObjectNode document = document();
    document
        .withArray("calibrationPrior")
        .addObject()
        .put("startUpSeconds", 60)
        .put("violationShare", 0.001)
        .putObject("settings")
        .put("strictness", 50)
        .put("margin", 0.1)
        .put("holdSeconds", 300);
    document.withArray("/network/hidden").add(64);
    document
        .withArray("/training/traces")
        .addObject()
        .put("name", "t")
        .put("digest", "sha256:" + "0".repeat(64));
    document.withObject("/defaults").put("cap", 1.5);
    document.withObject("/evaluation").put("pooledGap", 0.2).putArray("interval").add(0.1).add(0.3);
    return document;
  }

  private static Stream<Arguments> fields() {
    return objects().stream()
        .flatMap(
            object ->
                fullDocument().at(object).properties().stream()
                    .map(field -> Arguments.of(object, field.getKey())));
  }

  @Test
  void theCommittedContractIsValidAndSurvivesTheRoundTrip() throws Exception {
    assertThat(SCHEMA.validate(document())).isEmpty();
    PolicyContract contract = PolicyContract.parse(committed());
    assertThat(contract.toJson()).isEqualTo(committed());
    assertThat(PolicyContract.parse(contract.toJson())).isEqualTo(contract);
  }

  @Test
  void theOrderOfTheTrainingSettingsDoesNotChangeTheBytes() throws Exception {
    PolicyContract first =
        parse(with("/training/config", "{\"a\": 1, \"b\": {\"c\": 1, \"d\": 2}}"));
    PolicyContract second =
        parse(with("/training/config", "{\"b\": {\"d\": 2, \"c\": 1}, \"a\": 1}"));
    assertThat(second.toJson()).isEqualTo(first.toJson());
  }

  @Test
  void aContractWithEveryFieldFilledIsValid() throws Exception {
    assertThat(SCHEMA.validate(fullDocument())).isEmpty();
    assertThat(parse(fullDocument()).defaults().settings().cap()).hasValue(1.5);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void anUnknownFieldIsRefusedInEveryObject(String pointer) throws Exception {
    ObjectNode document = fullDocument();
    ((ObjectNode) document.at(pointer)).put("surprise", 1);
    assertThat(SCHEMA.validate(document)).isNotEmpty();
    assertRefused(document, Cause.CONTRACT_MALFORMED, "surprise");
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aMissingFieldIsRefused(String object, String field) throws Exception {
    ObjectNode document = fullDocument();
    ((ObjectNode) document.at(object)).remove(field);
    assertThat(SCHEMA.validate(document)).isNotEmpty();
    assertRefused(document, Cause.CONTRACT_MALFORMED, field);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aValueOfAnotherTypeIsRefused(String object, String field) throws Exception {
    ObjectNode document = fullDocument();
    ObjectNode parent = (ObjectNode) document.at(object);
    JsonNode value = parent.get(field);
    if (value.isNumber()) {
      parent.put(field, value.asText());
    } else {
      parent.put(field, 5);
    }
    assertThat(SCHEMA.validate(document)).isNotEmpty();
    assertRefused(document, Cause.CONTRACT_MALFORMED, field);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void nullIsRefusedWhereAValueIsNeeded(String object, String field) throws Exception {
    ObjectNode document = fullDocument();
    ((ObjectNode) document.at(object)).putNull(field);
    if (List.of("cap", "pooledGap", "interval").contains(field)) {
      assertThat(SCHEMA.validate(document)).isEmpty();
      assertThat(parse(document)).isNotNull();
    } else {
      assertThat(SCHEMA.validate(document)).isNotEmpty();
      assertRefused(document, Cause.CONTRACT_MALFORMED, field + ": found null, expected a value");
    }
  }

  private static Stream<Arguments> wrongInSchemaToo() {
    return Stream.of(
        Arguments.of("/schema", "\"rlscaler.contract/v2\"", "schema"),
        Arguments.of("/name", "\"Bad Name\"", "name"),
        Arguments.of("/decisionPeriodSeconds/min", "0", "0 < min <= trained <= max"),
        Arguments.of("/features/reference/3/deviation", "0", "features.reference[3]"),
        Arguments.of("/features/digest", "\"md5:1\"", "features.digest"),
        Arguments.of("/risk/limit", "1.5", "risk.limit"),
        Arguments.of("/risk/horizon", "\"1h\"", "risk.horizon"),
        Arguments.of("/risk/calibration/method", "\"platt\"", "platt"),
        Arguments.of("/risk/calibration/y", "[0]", "risk.calibration"),
        Arguments.of("/risk/calibration/y/1", "1.1", "risk.calibration.y[1]"),
        Arguments.of("/defaults/cap", "0", "settings.cap: found 0.0"),
        Arguments.of("/defaults/floor", "-1", "settings.floor: found -1.0"),
        Arguments.of("/defaults/strictness", "0", "settings.strictness: found 0.0"),
        Arguments.of("/network/hidden", "[0]", "network.hidden"),
        Arguments.of("/training/date", "\"yesterday\"", "training.date"),
        Arguments.of("/evaluation/interval", "[0.1]", "evaluation.interval"));
  }

  @ParameterizedTest
  @MethodSource("wrongInSchemaToo")
  void aValueOutOfRangeIsRefusedByBoth(String pointer, String json, String part) throws Exception {
    assertThat(SCHEMA.validate(with(pointer, json))).isNotEmpty();
    assertRefused(with(pointer, json), Cause.CONTRACT_MISMATCH, part);
  }

  private static Stream<Arguments> unlikeThisEngine() {
    String other = "sha256:" + "a".repeat(64);
    return Stream.of(
        Arguments.of("/features/schema", "\"other.v9\"", "other.v9", Feature.SCHEMA),
        Arguments.of("/features/digest", "\"" + other + "\"", other, Feature.digest()),
        Arguments.of("/features/reference", "[]", "has 0", "43"),
        Arguments.of("/features/reference/0/name", "\"rps\"", "rps", "load_per_ready"),
        Arguments.of("/features/reference/0/p001", "11", "p001=11.0", "p001 <= p999"),
        Arguments.of("/actions/table", "\"request.v2\"", "request.v2", ActionTable.NAME),
        Arguments.of("/actions/levels", "[0.0, 1.0]", "[0.0, 1.0]", "[-1.5, -1.0"),
        Arguments.of("/actions/levels/0", "-2.0", "[-2.0, -1.0", "[-1.5, -1.0"),
        Arguments.of("/decisionPeriodSeconds/min", "61", "min=61.0", "min <= trained <= max"),
        Arguments.of("/decisionPeriodSeconds/max", "14", "max=14.0", "min <= trained <= max"),
        Arguments.of("/risk/calibration/y", "[1, 0]", "y[1]: found 0.0", "do not decrease"),
        Arguments.of("/training/date", "\"2026-02-30\"", "2026-02-30", "a day"),
        Arguments.of("/evaluation/interval", "[0.3, 0.1]", "[0.3, 0.1]", "[lower, upper]"),
        Arguments.of("/network/state", "8", "8", "0 (no recurrent state)"));
  }

  @ParameterizedTest
  @MethodSource("unlikeThisEngine")
  void aContractForAnotherEngineIsRefusedWithBothSidesNamed(
      String pointer, String json, String found, String expected) throws Exception {
    assertRefused(with(pointer, json), Cause.CONTRACT_MISMATCH, found, expected);
  }

  private static Stream<Arguments> malformed() {
    String json = new String(committed(), StandardCharsets.UTF_8);
    return Stream.of(
        Arguments.of("", "document"),
        Arguments.of("null", "document: found null"),
        Arguments.of("[]", "PolicyContract"),
        Arguments.of(
            "{", "end-of-input: expected close marker for Object (start marker at line: 1"),
        Arguments.of("not json", "Unrecognized token"),
        Arguments.of(json + "{}", "railing token"),
        Arguments.of(
            json.replaceFirst("\"name\" :", "\"name\" : \"x\", \"name\" :"),
            "Duplicate field 'name'"),
        Arguments.of(
            json.replaceFirst("\"limit\" : 0.02", "\"limit\" : 1e999"),
            "risk.limit: found a number beyond the range of doubles"),
        Arguments.of(json.replaceFirst("\"limit\" : 0.02", "\"limit\" : NaN"), "NaN"),
        Arguments.of(
            json.replaceFirst("\"holdSeconds\" : 300", "\"holdSeconds\" : 300.5"),
            "defaults.holdSeconds"),
        Arguments.of(
            json.replaceFirst("\"holdSeconds\" : 300", "\"holdSeconds\" : 9999999999"),
            "defaults.holdSeconds"),
        Arguments.of(json.replaceFirst("-1.5", "null"), "actions.levels[0]: found null"),
        Arguments.of(json.replaceFirst("\"sigma\" : 0.05", "\"sigma\" : -1"), "forecastPrior[0]"),
        Arguments.of(
            json.replaceFirst("\"coefficients\" : \\[ 0.0,", "\"coefficients\" : [ "),
            "forecastPrior.coefficients: found 12 values, expected 13"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotAContractIsRefused(String json, String part) {
    assertRefused(json.getBytes(StandardCharsets.UTF_8), Cause.CONTRACT_MALFORMED, part);
  }

  @Test
  void nestingThatWouldExhaustTheStackIsRefused() {
    String json = "[".repeat(100_000) + "]".repeat(100_000);
    assertRefused(json.getBytes(StandardCharsets.UTF_8), Cause.CONTRACT_MALFORMED, "nesting");
  }
}
