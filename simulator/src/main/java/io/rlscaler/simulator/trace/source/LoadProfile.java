package io.rlscaler.simulator.trace.source;

import io.rlscaler.simulator.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The plan of a load test: a rate that goes in straight lines from target to target, as k6's
 * executor {@code ramping-arrival-rate} has it.
 *
 * @param startRate where the first line begins [requests/s]
 * @param stages at least one; together longer than zero
 */
public record LoadProfile(double startRate, List<Stage> stages) {

  /** Checks the rate and that there is something to do. */
  public LoadProfile {
    requireRate("start rate", startRate);
    stages = List.copyOf(stages);
    if (stages.stream().allMatch(stage -> stage.duration().isZero())) {
      throw new IllegalArgumentException("stages take no time, expected one that does");
    }
  }

  /**
   * One straight line.
   *
   * @param duration its length, whole milliseconds; zero is a jump
   * @param target the rate at its end [requests/s]
   */
  public record Stage(Duration duration, double target) {
    /** Checks the ranges. */
    public Stage {
      if (duration.isNegative() || !duration.equals(Duration.ofMillis(duration.toMillis()))) {
        throw new IllegalArgumentException(
            "duration is " + duration + ", expected zero or more in whole milliseconds");
      }
      requireRate("target", target);
    }
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException(name + " is " + rate + ", expected 0 or more");
    }
  }

  /**
   * Reads a JSON or YAML file, see {@link LoadProfileReader}.
   *
   * @throws io.rlscaler.simulator.trace.TraceFormatException naming the field that is wrong
   * @throws IOException if the file cannot be read
   */
  public static LoadProfile read(Path file) throws IOException {
    return new LoadProfileReader(file).read();
  }

  /** The length of all stages. */
  public Duration length() {
    return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * The mean rates of equal steps. Where the last step goes on behind the last stage, its target
   * does, too.
   *
   * @throws IllegalArgumentException if the step is not positive, or there are too many
   */
  public Trace toTrace(String name, Duration step) {
    if (step.toMillis() <= 0) {
      throw new IllegalArgumentException("step is " + step + ", expected a millisecond or more");
    }
    long steps = -Math.floorDiv(-length().toMillis(), step.toMillis());
    if (steps > Trace.MOST_STEPS) {
      throw new IllegalArgumentException(
          steps + " steps of " + step + ", expected at most " + Trace.MOST_STEPS);
    }
    double[] rates = new double[(int) steps];
    double begin = 0;
    double rate = startRate;
    double stepMillis = step.toMillis();
    for (Stage stage : stages) {
      double end = begin + stage.duration().toMillis();
      addLine(rates, stepMillis, begin, end, rate, stage.target());
      begin = end;
      rate = stage.target();
    }
    addLine(rates, stepMillis, begin, steps * stepMillis, rate, rate);
    return Trace.of(name, step, rates);
  }

  /** Adds a line in proportion to its overlap with each step. */
  private static void addLine(
      double[] rates, double step, double begin, double end, double from, double to) {
    for (int i = (int) (begin / step); i < rates.length && i * step < end; i++) {
      double left = Math.max(begin, i * step);
      double right = Math.min(end, (i + 1) * step);
      double middle = ((left + right) / 2 - begin) / (end - begin);
      rates[i] += (from * (1 - middle) + to * middle) * (right - left) / step;
    }
  }
}
