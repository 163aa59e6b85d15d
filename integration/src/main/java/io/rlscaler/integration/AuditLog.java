package io.rlscaler.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What the API server was asked to change, by whom, and how it answered: the file of its audit log,
 * read anew at each call.
 *
 * <p>The API server writes an entry just after it answered the request, so a test that has seen the
 * answer waits with {@link #awaitMutation} for the entry.
 */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * One answered request to change something.
   *
   * @param time when the request arrived
   * @param user the user name, such as {@code system:serviceaccount:NAMESPACE:NAME}
   * @param verb create, update, patch, delete or deletecollection
   * @param apiGroup empty for the core group
   * @param resource plural, such as {@code deployments}
   * @param subresource such as {@code scale} or {@code status}; empty for the object itself
   * @param namespace empty for cluster-wide objects
   * @param name empty where the server chose the name
   * @param code HTTP status of the answer
   * @param replicas {@code spec.replicas} of the request, in an object, a merge patch, an apply
   *     patch or a JSON patch; empty when it names none
   */
  public record Mutation(
      Instant time,
      String user,
      String verb,
      String apiGroup,
      String resource,
      String subresource,
      String namespace,
      String name,
      int code,
      OptionalInt replicas) {}

  /** Returns all answered requests to change something, in the order of the log. */
  public List<Mutation> mutations() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      // What follows the last line break is an entry that is still being written.
      String complete = text.substring(0, text.lastIndexOf('\n') + 1);
      return complete.lines().map(AuditLog::parse).flatMap(AuditLog::answered).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Returns the mutations of one user. */
  public List<Mutation> mutationsBy(String user) {
    return mutations().stream().filter(mutation -> mutation.user().equals(user)).toList();
  }

  /**
   * Waits until the log holds a mutation that fits and returns the first such.
   *
   * @throws org.awaitility.core.ConditionTimeoutException when there is none within 10 seconds
   */
  public Mutation awaitMutation(Predicate<Mutation> wanted) {
    return Awaitility.await("mutation in the audit log")
        .pollDelay(Duration.ZERO)
        .atMost(LIMIT)
        .until(() -> mutations().stream().filter(wanted).toList(), found -> !found.isEmpty())
        .get(0);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("not an audit entry: " + line, e);
    }
  }

  private static Stream<Mutation> answered(JsonNode entry) {
    if (!entry.path("stage").asText().equals("ResponseComplete") || !entry.has("objectRef")) {
      return Stream.empty();
    }
    JsonNode object = entry.path("objectRef");
    return Stream.of(
        new Mutation(
            Instant.parse(entry.path("requestReceivedTimestamp").asText()),
            entry.path("user").path("username").asText(),
            entry.path("verb").asText(),
            object.path("apiGroup").asText(),
            object.path("resource").asText(),
            object.path("subresource").asText(),
            object.path("namespace").asText(),
            object.path("name").asText(),
            entry.path("responseStatus").path("code").asInt(),
            replicas(entry.path("requestObject"))));
  }

  private static OptionalInt replicas(JsonNode request) {
    JsonNode direct = request.path("spec").path("replicas");
    if (direct.isInt()) {
      return OptionalInt.of(direct.asInt());
    }
    for (JsonNode operation : request) {
      if (operation.path("path").asText().equals("/spec/replicas")
          && operation.path("value").isInt()) {
        return OptionalInt.of(operation.path("value").asInt());
      }
    }
    return OptionalInt.empty();
  }
}
