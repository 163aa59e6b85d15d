package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StopSignalTest {

  /** A loop that stops on request, or whose iteration never ends. */
  static final class Loop {
    private Loop() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      try (StopSignal stop = StopSignal.install(() -> System.out.println("asked to stop"))) {
        System.out.println("begun");
        while (!stop.isRequested() || arguments.length > 0) {
          // a short iteration
          never.await(1, TimeUnit.MILLISECONDS);
        }
        System.out.println("exported");
      }
      if (arguments.length == 0) {
        System.out.println("closed");
        never.await();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void theFirstSignalLetsTheLoopFinishAndLaterOnesEndTheProcessAsUsual(String signal)
      throws Exception {
    try (JavaProcess process = JavaProcess.start(Loop.class)) {
      assertThat(process.line()).isEqualTo("begun");
      process.signal(signal);
      assertThat(process.line()).isEqualTo("asked to stop");
      assertThat(process.line()).isEqualTo("exported");
      assertThat(process.line()).isEqualTo("closed");
      process.signal(signal);
      assertThat(process.exit()).isEqualTo(signal.equals("INT") ? 130 : 143);
    }
  }

  @Test
  void theSecondSignalEndsTheProcessAtOnce() throws Exception {
    try (JavaProcess process = JavaProcess.start(Loop.class, "endless")) {
      assertThat(process.line()).isEqualTo("begun");
      process.signal("INT");
      assertThat(process.line()).isEqualTo("asked to stop");
      process.signal("INT");
      assertThat(process.exit()).isEqualTo(130);
    }
  }
}
