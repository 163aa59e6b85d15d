package io.rlscaler.trainer.prior;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.artifact.PriorTrainer;
import io.rlscaler.engine.forecast.ForecastPrior;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The trainer's fit of priors, found by {@link java.util.ServiceLoader}. */
public final class TrainerPriorTrainer implements PriorTrainer {
  private static final List<Double> START_UP_SECONDS =
      List.of(15.0, 30.0, 60.0, 120.0, 180.0, 300.0);

  /** A longer step says nothing about reactions within minutes. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(5);

  /** A shorter trace holds few outcomes that are independent of each other. */
  private static final Duration LEAST_LENGTH = Duration.ofMinutes(30);

  @Override
  public void train(List<Path> traces, Path file, PolicyTrainer.Listener listener)
      throws IOException {
    List<TrainingTrace> usable = usable(traces, listener);
    List<ForecastPrior> priors = new ArrayList<>();
    for (double startUp : START_UP_SECONDS) {
      listener.progress(String.format(Locale.ROOT, "fitting the forecast within %.0f s", startUp));
      ForecastPriorFit.Result result = ForecastPriorFit.fit(usable, startUp);
      listener.message(describe(result));
      priors.add(result.prior());
    }
    new PriorsDocument(priors, usable.stream().map(TrainingTrace::digest).toList()).write(file);
  }

  private static List<TrainingTrace> usable(List<Path> files, PolicyTrainer.Listener listener)
      throws IOException {
    List<TrainingTrace> usable = new ArrayList<>();
    for (Path file : files) {
      TrainingTrace trace = TrainingTrace.read(file);
      unusable(trace)
          .ifPresentOrElse(
              reason -> listener.message("Leaves out " + file + ": " + reason),
              () -> usable.add(trace));
    }
    usable.sort(
        Comparator.comparing((TrainingTrace trace) -> trace.digest().name())
            .thenComparing(trace -> trace.digest().digest()));
    return usable;
  }

  private static Optional<String> unusable(TrainingTrace trace) {
    if (trace.trace().step().compareTo(LONGEST_STEP) > 0) {
      return Optional.of("found steps of " + trace.trace().step() + ", expected at most 5 min");
    }
    if (trace.trace().length().compareTo(LEAST_LENGTH) < 0) {
      return Optional.of("found " + trace.trace().length() + ", expected at least 30 min");
    }
    return Optional.empty();
  }

  private static String describe(ForecastPriorFit.Result result) {
    return String.format(
        Locale.ROOT,
        "Start-up %.0f s, each source left out once: square error %.4f of that from persistence"
            + " (mean %.6f to %.6f, without learning %.6f), positive part %.5f (%.5f, %.5f);"
            + " ridge %.0e, sigma %.4f.",
        result.prior().startUpSeconds(),
        result.relativeError(),
        result.fitted().meanSquare(),
        result.persistence().meanSquare(),
        result.alone().meanSquare(),
        result.fitted().meanPositive(),
        result.persistence().meanPositive(),
        result.alone().meanPositive(),
        result.ridge(),
        result.prior().sigma());
  }
}
