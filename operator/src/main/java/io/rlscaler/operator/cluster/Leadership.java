package io.rlscaler.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several operators may write.
 *
 * <p>{@link #holds()} does not trust a flag that some thread will update in time: it says yes only
 * while the last renewal that the API server accepted was sent less than the renew deadline ago,
 * which is shorter than the lease. A process that was stopped and continued therefore finds itself
 * without the lease at once, before any of its threads has noticed.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /** How long a lease lasts, when its holder gives up, and how often it renews. */
  public record Timing(Duration lease, Duration renewDeadline, Duration retry) {
    /** Take-over after a killed leader within 15 s. */
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(12), Duration.ofSeconds(8), Duration.ofSeconds(2));

    /** Refuses timings under which two could lead. */
    public Timing {
      if (lease.compareTo(renewDeadline) <= 0 || renewDeadline.compareTo(retry) <= 0) {
        throw new IllegalArgumentException(
            "leader election: found lease "
                + lease
                + ", renew deadline "
                + renewDeadline
                + ", retry "
                + retry
                + ", expected lease > renew deadline > retry");
      }
    }
  }

  private final KubernetesClient client;
  private final RecordingLock lock;
  private final Timing timing;
  private final Runnable onStart;
  private final Runnable onStop;
  private final ExecutorService executor;
  private volatile boolean closed;
  private volatile CompletableFuture<?> term = CompletableFuture.completedFuture(null);

  /**
   * A candidate that does not run yet.
   *
   * @param client with permission to get, create and update the lease
   * @param namespace of the lease
   * @param name of the lease
   * @param identity of this process, unique
   * @param timing of the lease
   * @param nanoTime a clock that also runs while the process is stopped
   * @param onStart called when this process begins to lead
   * @param onStop called when it no longer leads
   */
  public Leadership(
      KubernetesClient client,
      String namespace,
      String name,
      String identity,
      Timing timing,
      LongSupplier nanoTime,
      Runnable onStart,
      Runnable onStop) {
    this.client = client;
    this.timing = timing;
    this.onStart = onStart;
    this.onStop = onStop;
    lock = new RecordingLock(new LeaseLock(namespace, name, identity), nanoTime);
    executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "leadership");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts to compete for the lease, again and again until closed. */
  public void start() {
    executor.execute(this::compete);
  }

  private void compete() {
    while (!closed) {
      try {
        term = client.leaderElector().withConfig(config()).build().start();
        // A term ends when the lease is lost, or this candidate is closed.
        term.handle((result, failure) -> Optional.ofNullable(failure)).join();
      } catch (RuntimeException e) {
        log.warn("Leader election failed and is tried again: {}", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(timing.retry().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private LeaderElectionConfig config() {
    return new LeaderElectionConfigBuilder()
        .withName("rlscaler-operator")
        .withLock(lock)
        .withLeaseDuration(timing.lease())
        .withRenewDeadline(timing.renewDeadline())
        .withRetryPeriod(timing.retry())
        .withReleaseOnCancel(true)
        .withLeaderCallbacks(
            new LeaderCallbacks(onStart, onStop, leader -> log.info("The leader is {}", leader)))
        .build();
  }

  /** Whether this process holds the lease beyond doubt. */
  public boolean holds() {
    return !closed && lock.renewedWithin(timing.renewDeadline());
  }

  /** Gives the lease back, so that another candidate need not wait for it to run out. */
  @Override
  public void close() {
    closed = true;
    term.cancel(true);
    executor.shutdownNow();
  }

  /** A lock that remembers when its last accepted renewal was sent. */
  private static final class RecordingLock implements Lock {
    private final Lock delegate;
    private final LongSupplier nanoTime;
    private volatile long renewedAt;
    private volatile boolean held;

    RecordingLock(Lock delegate, LongSupplier nanoTime) {
      this.delegate = delegate;
      this.nanoTime = nanoTime;
    }

    boolean renewedWithin(Duration deadline) {
      return held && nanoTime.getAsLong() - renewedAt < deadline.toNanos();
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
      return delegate.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
      long sentAt = nanoTime.getAsLong();
      delegate.create(client, record);
      note(record, sentAt);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
      long sentAt = nanoTime.getAsLong();
      delegate.update(client, record);
      note(record, sentAt);
    }

    private void note(LeaderElectionRecord record, long sentAt) {
      renewedAt = sentAt;
      held = identity().equals(record.getHolderIdentity());
    }

    @Override
    public String identity() {
      return delegate.identity();
    }

    @Override
    public String describe() {
      return delegate.describe();
    }
  }
}
