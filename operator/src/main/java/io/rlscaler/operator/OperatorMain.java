package io.rlscaler.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of the image. Ends with code 0 on SIGTERM, 1 when it cannot start, 2 on a bad
 * variable.
 */
public final class OperatorMain {
  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private OperatorMain() {}

  /** Runs the operator until the process is told to end. */
  public static void main(String[] args) {
    System.exit(run(System.getenv()));
  }

  /** Runs the operator and gives its exit code. */
  public static int run(Map<String, String> environment) {
    OperatorConfig config;
    try {
      config = OperatorConfig.of(environment);
    } catch (IllegalArgumentException e) {
      log.error("{}", e.getMessage());
      return 2;
    }
    try {
      RLScalerOperator operator = new RLScalerOperator(config, client(), version());
      CountDownLatch stop = new CountDownLatch(1);
      // The hook ends the work and gives the lease back before the process goes.
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    operator.close();
                    stop.countDown();
                  }));
      operator.start();
      stop.await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException | KubernetesClientException | IllegalStateException e) {
      log.error("The operator cannot start: {}", e.getMessage());
      return 1;
    }
  }

  private static KubernetesClient client() {
    return new KubernetesClientBuilder()
        .editOrNewConfig()
        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
        .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
        .withRequestRetryBackoffLimit(0)
        .endConfig()
        .build();
  }

  private static String version() {
    return Objects.requireNonNullElse(
        OperatorMain.class.getPackage().getImplementationVersion(), "development");
  }
}
