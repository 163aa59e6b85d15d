package io.rlscaler.integration.proxy;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers that look like the API server's own. */
final class FaultResponse {
  // Of k8s.io/apimachinery/pkg/apis/meta/v1, type StatusReason.
  private static final Map<Integer, String> REASONS =
      Map.of(
          401, "Unauthorized",
          403, "Forbidden",
          404, "NotFound",
          409, "Conflict",
          410, "Expired",
          429, "TooManyRequests",
          500, "InternalError",
          503, "ServiceUnavailable",
          504, "Timeout");

  private FaultResponse() {}

  /** The whole message of a status, head and body. */
  static byte[] of(int status) {
    String reason = REASONS.getOrDefault(status, "");
    byte[] body =
        Serialization.asJson(
                new StatusBuilder()
                    .withStatus("Failure")
                    .withCode(status)
                    .withReason(reason)
                    .withMessage("made by the test proxy")
                    .build())
            .getBytes(StandardCharsets.UTF_8);
    List<String> fields = new ArrayList<>();
    fields.add("Content-Type: application/json");
    fields.add("Content-Length: " + body.length);
    if (status == 429) {
      fields.add("Retry-After: 1");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new HttpHead("HTTP/1.1 " + status + " " + reason, fields).bytes());
    message.writeBytes(body);
    return message.toByteArray();
  }
}
