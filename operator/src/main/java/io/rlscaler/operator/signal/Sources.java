package io.rlscaler.operator.signal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The metric sources that can be asked, and why others cannot. Thread-safe. */
public final class Sources {
  /** Period that holds for a scaler whose source is not there. */
  public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(15);

  private final Map<String, Source> sources = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  /** Sets a source; the client of the one that it replaces is closed. */
  public void put(Source source) {
    problems.remove(source.name());
    Source replaced = sources.put(source.name(), source);
    if (replaced != null) {
      replaced.client().close();
    }
  }

  /** Says why a source cannot be asked. */
  public void putProblem(String name, String problem) {
    problems.put(name, problem);
    Source replaced = sources.remove(name);
    if (replaced != null) {
      replaced.client().close();
    }
  }

  /** Forgets a source. */
  public void remove(String name) {
    putProblem(name, "");
    problems.remove(name);
  }

  /** A source that can be asked. */
  public Optional<Source> find(String name) {
    return Optional.ofNullable(sources.get(name));
  }

  /** Why a source cannot be asked. */
  public String problem(String name) {
    return problems.getOrDefault(name, "there is no MetricSource named \"" + name + "\"");
  }

  /** The period of a source, or the default where there is none. */
  public Duration period(String name) {
    return find(name).map(Source::period).orElse(DEFAULT_PERIOD);
  }

  /** All sources that can be asked. */
  public Collection<Source> all() {
    return List.copyOf(sources.values());
  }
}
