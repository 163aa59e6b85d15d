package io.rlscaler.trainer.run;

import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.trainer.ppo.Adam;
import io.rlscaler.trainer.ppo.LinearSchedule;
import io.rlscaler.trainer.ppo.PpoSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a training does. Names, defaults and ranges stand in {@code docs/training-configuration.md},
 * which is made from the settings that this is read by.
 *
 * @param seed from which all random numbers come
 * @param startUps median start-up times for which candidates are scored
 * @param objectives good ratios for which candidates are scored
 * @param ppo the learner
 * @param gradientStart the stage before PPO
 * @param critic the value net
 * @param strictness range of the weight of violations
 * @param budget of each stage
 */
public record TrainingConfig(
    long seed,
    List<Duration> startUps,
    List<Double> objectives,
    Ppo ppo,
    GradientStart gradientStart,
    Critic critic,
    Strictness strictness,
    Budget budget) {

  /** What the stages leave of a time budget: start, selection and export take the rest. */
  private static final double STAGES_SHARE = 0.9;

  /** Settings of proximal policy optimization; the weights of the entropy change linearly. */
  public record Ppo(
      double clip,
      int environments,
      int steps,
      int minibatch,
      int epochs,
      double learningRate,
      double adamEpsilon,
      double targetKl,
      double maxGradientNorm,
      Entropy entropy,
      List<Integer> hidden) {
    /** Checks the ranges. */
    public Ppo {
      hidden = List.copyOf(hidden);
      TrainingSettings.CLIP.check(clip);
      TrainingSettings.ENVIRONMENTS.check(environments);
      TrainingSettings.STEPS.check(steps);
      TrainingSettings.MINIBATCH.check(minibatch);
      TrainingSettings.EPOCHS.check(epochs);
      TrainingSettings.LEARNING_RATE.check(learningRate);
      TrainingSettings.ADAM_EPSILON.check(adamEpsilon);
      TrainingSettings.TARGET_KL.check(targetKl);
      TrainingSettings.MAX_GRADIENT_NORM.check(maxGradientNorm);
      TrainingSettings.HIDDEN.check(hidden);
      if (minibatch > environments * steps) {
        throw new SettingException(
            TrainingSettings.MINIBATCH.path(),
            String.valueOf(minibatch),
            "at most ppo.environments x ppo.steps = " + environments * steps);
      }
    }

    /** The same for the learner, whose schedules the training sets. */
    public PpoSettings settings() {
      return new PpoSettings(
          environments,
          steps,
          minibatch,
          epochs,
          PpoSettings.ATTRIBUTED_GAMMA,
          PpoSettings.defaults().gaeLambda(),
          clip,
          OptionalDouble.empty(),
          PpoSettings.defaults().valueCoefficient(),
          new LinearSchedule(entropy.from(), entropy.to()),
          new LinearSchedule(learningRate, 0),
          new Adam.Settings(.9, .999, adamEpsilon),
          maxGradientNorm,
          targetKl,
          hidden);
    }

    private static Ppo in(SettingsFile file) {
      return new Ppo(
          TrainingSettings.CLIP.in(file),
          TrainingSettings.ENVIRONMENTS.in(file),
          TrainingSettings.STEPS.in(file),
          TrainingSettings.MINIBATCH.in(file),
          TrainingSettings.EPOCHS.in(file),
          TrainingSettings.LEARNING_RATE.in(file),
          TrainingSettings.ADAM_EPSILON.in(file),
          TrainingSettings.TARGET_KL.in(file),
          TrainingSettings.MAX_GRADIENT_NORM.in(file),
          new Entropy(TrainingSettings.ENTROPY_FROM.in(file), TrainingSettings.ENTROPY_TO.in(file)),
          TrainingSettings.HIDDEN.in(file));
    }
  }

  /** Weight of the entropy at begin and end. */
  public record Entropy(double from, double to) {
    /** Checks the ranges. */
    public Entropy {
      TrainingSettings.ENTROPY_FROM.check(from);
      TrainingSettings.ENTROPY_TO.check(to);
    }
  }

  /** The fit through a differentiable model before PPO. */
  public record GradientStart(boolean enabled) {}

  /** The value net; an asymmetric one sees more than the policy. */
  public record Critic(boolean asymmetric) {}

  /** Range of the weight of violations. */
  public record Strictness(double from, double to) {
    /** Checks the ranges. */
    public Strictness {
      TrainingSettings.STRICTNESS_FROM.check(from);
      TrainingSettings.STRICTNESS_TO.check(to);
      if (to < from) {
        throw new SettingException(
            TrainingSettings.STRICTNESS_TO.path(),
            Bounds.text(to),
            "at least strictness.from = " + Bounds.text(from));
      }
    }
  }

  /**
   * What each stage may take.
   *
   * @param gradientStartSteps decisions instead of the time, 0 for the time
   * @param ppoSteps decisions instead of the time, 0 for the time
   * @param selectionSteps decisions on the validation traces per candidate and setting
   */
  public record Budget(
      Duration gradientStart,
      int gradientStartSteps,
      Duration ppo,
      int ppoSteps,
      int selectionSteps) {
    /** Checks the ranges. */
    public Budget {
      TrainingSettings.GRADIENT_START_BUDGET.check(gradientStart);
      TrainingSettings.GRADIENT_START_STEPS.check(gradientStartSteps);
      TrainingSettings.PPO_BUDGET.check(ppo);
      TrainingSettings.PPO_STEPS.check(ppoSteps);
      TrainingSettings.SELECTION_STEPS.check(selectionSteps);
    }
  }

  /** Checks the ranges. */
  public TrainingConfig {
    startUps = List.copyOf(startUps);
    objectives = List.copyOf(objectives);
    TrainingSettings.START_UPS.check(startUps);
    TrainingSettings.OBJECTIVES.check(objectives);
  }

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming file, line and setting, what was found and expected
   * @throws IOException if the file cannot be read
   */
  public static TrainingConfig read(Path file) throws IOException {
    SettingsFile settings = SettingsFile.read(file);
    settings.requireKnown(TrainingSettings.ALL);
    try {
      return of(settings);
    } catch (SettingException e) {
      throw settings.refusal(e.path(), e.found(), e.expected());
    }
  }

  /** What an empty file says. */
  public static TrainingConfig defaults() {
    return of(SettingsFile.empty());
  }

  private static TrainingConfig of(SettingsFile file) {
    return new TrainingConfig(
        TrainingSettings.SEED.in(file),
        TrainingSettings.START_UPS.in(file),
        TrainingSettings.OBJECTIVES.in(file),
        Ppo.in(file),
        new GradientStart(TrainingSettings.GRADIENT_START.in(file)),
        new Critic(TrainingSettings.ASYMMETRIC.in(file)),
        new Strictness(
            TrainingSettings.STRICTNESS_FROM.in(file), TrainingSettings.STRICTNESS_TO.in(file)),
        new Budget(
            TrainingSettings.GRADIENT_START_BUDGET.in(file),
            TrainingSettings.GRADIENT_START_STEPS.in(file),
            TrainingSettings.PPO_BUDGET.in(file),
            TrainingSettings.PPO_STEPS.in(file),
            TrainingSettings.SELECTION_STEPS.in(file)));
  }

  /** The same with another seed. */
  public TrainingConfig withSeed(long other) {
    return new TrainingConfig(
        other, startUps, objectives, ppo, gradientStart, critic, strictness, budget);
  }

  /**
   * The same with another time for the whole training: the stages that are on share nine tenths of
   * it as their budgets are to each other; the rest is for start, selection and export.
   *
   * @throws IllegalArgumentException if a stage would get less or more time than its range allows
   */
  public TrainingConfig withBudget(Duration total) {
    double sum = budget.ppo().toMillis();
    sum += gradientStart.enabled() ? budget.gradientStart().toMillis() : 0;
    double factor = STAGES_SHARE * total.toMillis() / sum;
    Budget scaled =
        new Budget(
            gradientStart.enabled()
                ? scaled(budget.gradientStart(), factor)
                : budget.gradientStart(),
            budget.gradientStartSteps(),
            scaled(budget.ppo(), factor),
            budget.ppoSteps(),
            budget.selectionSteps());
    return new TrainingConfig(
        seed, startUps, objectives, ppo, gradientStart, critic, strictness, scaled);
  }

  private static Duration scaled(Duration part, double factor) {
    return Duration.ofMillis(Math.round(part.toMillis() * factor));
  }

  /** Every setting with its value, by path; for the policy's contract and {@link #digest}. */
  public SortedMap<String, String> values() {
    SortedMap<String, String> values = new TreeMap<>();
    addValues(values, "", this);
    return values;
  }

  private static void addValues(SortedMap<String, String> values, String prefix, Record section) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String path = prefix + component.getName();
      Object value;
      try {
        value = component.getAccessor().invoke(section);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("all sections are public", e);
      }
      if (value instanceof Record nested) {
        addValues(values, path + ".", nested);
      } else {
        values.put(path, String.valueOf(value));
      }
    }
  }

  /** Names this configuration: {@code sha256:} and the digest of all its values. */
  public String digest() {
    return Sha256.name(values().toString().getBytes(StandardCharsets.UTF_8));
  }
}
