package io.rlscaler.trainer.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a loop to stop when the process gets SIGINT or SIGTERM: the loop finishes its iteration,
 * writes a checkpoint and exports the best policy. A second signal ends the process at once.
 *
 * <p>Uses {@code sun.misc.Signal}, by reflection since javac warns of it. A shutdown hook would not
 * do: a second signal during shutdown is ignored, and the exit code is no longer the program's.
 */
public final class StopSignal implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /** Of a process that SIGINT ended, by the convention of shells. */
  private static final int INTERRUPTED = 130;

  private final AtomicBoolean arrived = new AtomicBoolean();
  private volatile boolean requested;
  private final Runnable onFirst;
  private final List<Runnable> restorers = new ArrayList<>();

  private StopSignal(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /**
   * Listens from now on until closed.
   *
   * @param onFirst runs at the first signal, on the signal's own thread
   */
  public static StopSignal install(Runnable onFirst) {
    StopSignal stop = new StopSignal(onFirst);
    try {
      for (String signal : SIGNALS) {
        stop.listen(signal);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("found no sun.misc.Signal, expected the JDK to have it", e);
    }
    return stop;
  }

  private void listen(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = type.getConstructor(String.class).newInstance(name);
    InvocationHandler invocations =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                arrived();
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "stop on " + name;
            };
    Object handler =
        Proxy.newProxyInstance(
            StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, invocations);
    var handle = type.getMethod("handle", type, handlerType);
    Object before = handle.invoke(null, signal, handler);
    restorers.add(
        () -> {
          try {
            handle.invoke(null, signal, before);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the handler of before is refused", e);
          }
        });
  }

  private void arrived() {
    if (arrived.getAndSet(true)) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    try {
      onFirst.run();
    } finally {
      // only now, so that what is said of the signal comes before what the loop says of its end
      requested = true;
    }
  }

  /** Whether to stop after this iteration. */
  public boolean isRequested() {
    return requested;
  }

  /** Gives the signals back to whoever had them. */
  @Override
  public void close() {
    restorers.forEach(Runnable::run);
    restorers.clear();
  }
}
