package io.rlscaler.operator;

import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.Workload;
import io.rlscaler.operator.scaler.KillSwitches;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.signal.Source;
import io.rlscaler.operator.signal.Sources;
import io.rlscaler.operator.telemetry.OperatorMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the control loop once per period for every metric source, each on a thread of its own, so
 * that a slow or dead source delays no other. A tick that is late is counted, those it missed are
 * skipped.
 */
final class TickEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TickEngine.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Sources sources;
  private final Scalers scalers;
  private final Function<Source, ControlLoop> loops;
  private final KillSwitches killSwitches;
  private final BooleanSupplier leading;
  private final OperatorMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<String, Group> groups = new HashMap<>();

  TickEngine(
      Sources sources,
      Scalers scalers,
      Function<Source, ControlLoop> loops,
      KillSwitches killSwitches,
      BooleanSupplier leading,
      OperatorMetrics metrics,
      LongSupplier nanoTime) {
    this.sources = sources;
    this.scalers = scalers;
    this.loops = loops;
    this.killSwitches = killSwitches;
    this.leading = leading;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** Starts groups of new sources, stops those of gone ones, restarts those of changed ones. */
  synchronized void sync() {
    Map<String, Source> wanted = new HashMap<>();
    sources.all().forEach(source -> wanted.put(source.name(), source));
    groups
        .entrySet()
        .removeIf(
            entry -> {
              boolean stale = !entry.getValue().source.equals(wanted.get(entry.getKey()));
              if (stale) {
                entry.getValue().stop();
              }
              return stale;
            });
    wanted.forEach((name, source) -> groups.computeIfAbsent(name, n -> new Group(source)));
  }

  @Override
  public synchronized void close() {
    groups.values().forEach(Group::stop);
    groups.values().forEach(Group::await);
    groups.clear();
  }

  /** The ticks of one source. */
  private final class Group {
    private final Source source;
    private final ControlLoop loop;
    private final long periodNanos;
    private final ScheduledExecutorService executor;
    private long due;

    Group(Source source) {
      this.source = source;
      loop = loops.apply(source);
      periodNanos = source.period().toNanos();
      executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "tick-" + source.name());
                thread.setDaemon(true);
                return thread;
              });
      due = nanoTime.getAsLong();
      executor.execute(this::tickAndSchedule);
    }

    private void tickAndSchedule() {
      long started = nanoTime.getAsLong();
      try {
        tick();
      } catch (RuntimeException e) {
        // A defect must not end the ticks of all workloads of this source.
        log.error("A tick of source {} failed", source.name(), e);
      }
      long ended = nanoTime.getAsLong();
      metrics.ticked(
          source.name(), Duration.ofNanos(started - due), Duration.ofNanos(ended - started));
      long periods = Math.max(1, (ended - due) / periodNanos + 1);
      if (periods > 1) {
        metrics.skippedTicks(source.name(), Math.toIntExact(periods - 1));
      }
      due += periods * periodNanos;
      if (!executor.isShutdown()) {
        schedule(due - ended);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task catches what it throws
    private void schedule(long delayNanos) {
      executor.schedule(this::tickAndSchedule, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void tick() {
      if (!leading.getAsBoolean()) {
        return;
      }
      List<Workload> workloads =
          scalers.ofSource(source.name()).stream().map(Scaler::workload).toList();
      if (!workloads.isEmpty()) {
        loop.tick(workloads);
        killSwitches.count(metrics);
      }
    }

    void stop() {
      executor.execute(loop::close);
      executor.shutdown();
    }

    void await() {
      try {
        if (!executor.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
          executor.shutdownNow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        executor.shutdownNow();
      }
    }
  }
}
