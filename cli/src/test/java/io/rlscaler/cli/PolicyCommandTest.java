package io.rlscaler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private final Path policy;

  PolicyCommandTest(@TempDir Path directory) {
    policy = directory.resolve("policy");
  }

  private CommandRun write() {
    return CommandRun.of("policy", "headroom", "--level", "1.5", "--out", policy);
  }

  @Test
  void writtenPolicyIsAdmitted() throws IOException {
    CommandRun written = write();
    assertThat(written.exit()).isZero();
    assertThat(written.out()).isEmpty();
    CommandRun run = CommandRun.of("policy", "admit", policy, "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.fields()).containsExactly("schema", "ok", "reason", "detail", "digest");
    assertThat(run.json().path("schema").asText()).isEqualTo("rlscaler.policy/v1");
    assertThat(run.json().path("ok").asBoolean()).isTrue();
    assertThat(run.json().path("reason").isNull()).isTrue();
    assertThat(run.json().path("digest").asText()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void inspectShowsTheContractOfTheSameArtifact() throws IOException {
    write();
    String digest =
        CommandRun.of("policy", "admit", policy, "--json").json().path("digest").asText();
    CommandRun text = CommandRun.of("policy", "inspect", policy);
    assertThat(text.exit()).isZero();
    assertThat(text.out()).contains(digest, "request.v1", "risk limit");
    CommandRun json = CommandRun.of("policy", "inspect", policy, "--json");
    assertThat(json.fields()).containsExactly("schema", "ok", "reason", "detail", "digest");
    assertThat(json.json().path("digest").asText()).isEqualTo(digest);
  }

  @Test
  void damagedPolicyIsRefusedWithADocumentedReason() throws IOException {
    write();
    Files.writeString(policy.resolve("policy.json"), "{");
    CommandRun run = CommandRun.of("policy", "admit", policy, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.json().path("ok").asBoolean()).isFalse();
    assertThat(run.json().path("reason").asText()).isEqualTo("CONTRACT_MALFORMED");
    assertThat(run.json().path("digest").isNull()).isTrue();
    CommandRun text = CommandRun.of("policy", "inspect", policy);
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("(CONTRACT_MALFORMED)");
  }

  @Test
  void missingPolicyIsRefused() throws IOException {
    CommandRun run = CommandRun.of("policy", "admit", policy, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.json().path("reason").asText()).isEqualTo("FILE_MISSING");
  }

  @Test
  void levelOutsideTheTableIsAUsageError() {
    CommandRun run = CommandRun.of("policy", "headroom", "--level", "9", "--out", policy);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--level:").contains("9.0");
    assertThat(policy).doesNotExist();
  }

  @Test
  void simulatorRunsAWrittenPolicy(@TempDir Path directory) throws IOException {
    write();
    Path trace = directory.resolve("trace.csv");
    Files.writeString(
        trace,
        CommandRun.of("traces", "synthesize", "--family", "ramp", "--seed", 1, "--length", "1h")
            .out());
    CommandRun run =
        CommandRun.of(
            "simulate", "--trace", trace, "--controller", "policy", "--policy", policy, "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.json().at("/settings/policy").asText()).isEqualTo(policy.toString());
  }
}
