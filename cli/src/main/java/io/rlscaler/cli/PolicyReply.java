package io.rlscaler.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code rlscaler.policy/v1}.
 *
 * @param ok whether the policy is usable
 * @param reason why not, a name of {@link PolicyRejectedException.Cause}; null when it is
 * @param detail for people
 * @param digest of the artifact, null when refused
 */
@JsonPropertyOrder({"schema", "ok", "reason", "detail", "digest"})
record PolicyReply(boolean ok, @Nullable String reason, String detail, @Nullable String digest) {

  static PolicyReply accepted(PolicyArtifact artifact, String detail) {
    return new PolicyReply(true, null, detail, artifact.digest());
  }

  static PolicyReply refused(PolicyRejectedException refusal) {
    return new PolicyReply(
        false, refusal.reason().name(), String.valueOf(refusal.getMessage()), null);
  }

  /** The schema field. */
  public String getSchema() {
    return "rlscaler.policy/v1";
  }

  /** Prints the reply and returns the exit code. */
  int print(Console console, boolean json) throws IOException {
    if (json) {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      console.data(mapper.writeValueAsString(this));
    } else if (ok) {
      console.data(detail);
    } else {
      console.message("rlscaler: " + detail + " (" + reason + ")");
    }
    return ok ? ExitCode.DONE : ExitCode.FAILED;
  }
}
