package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

  @Test
  void aServerThatEndsEarlyIsReportedWithTheEndOfItsLog(@TempDir Path directory) {
    try (ServerProcess server =
        ServerProcess.start(
            "broken", directory, List.of("sh", "-c", "echo port is taken >&2; exit 4"))) {
      assertThatThrownBy(() -> server.awaitReady("it listens", () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("exit code 4")
          .hasMessageContaining("port is taken");
    }
  }

  @Test
  void aClosedServerHasEnded(@TempDir Path directory) {
    ServerProcess server = ServerProcess.start("idle", directory, List.of("sleep", "1000"));
    assertThat(server.isAlive()).isTrue();

    server.close();

    assertThat(server.isAlive()).isFalse();
  }
}
