package io.rlscaler.trainer.run;

import java.time.Duration;
import java.util.List;

/** All settings of a training, each with its one default. */
final class TrainingSettings {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MOST_UNITS = 1024;
  private static final int MOST_LAYERS = 4;

  static final Setting<Long> SEED =
      Setting.of(
          "seed",
          SettingKind.anyWholeNumber(),
          1L,
          "From which all random numbers of the training come.");

  // Schulman et al. 2017, Proximal Policy Optimization Algorithms, table 1.
  static final Setting<Double> CLIP =
      Setting.of(
          "ppo.clip",
          SettingKind.number(Bounds.of(0, 1).openBelow()),
          0.2,
          "How far the ratio of new to old probability may move from 1 before its gradient ends.");
  static final Setting<Integer> ENVIRONMENTS =
      Setting.of(
          "ppo.environments",
          SettingKind.wholeNumber(1, 4096),
          128,
          "Simulated workloads that are played side by side.");
  static final Setting<Integer> STEPS =
      Setting.of(
          "ppo.steps",
          SettingKind.wholeNumber(1, 4096),
          128,
          "Decisions of each workload per iteration.");
  // Measured: below 1,024 the cost of each call outweighs that of the arithmetic.
  static final Setting<Integer> MINIBATCH =
      Setting.of(
          "ppo.minibatch",
          SettingKind.wholeNumber(2, 65_536),
          4096,
          "Decisions per gradient step, at most `environments` x `steps`.");
  static final Setting<Integer> EPOCHS =
      Setting.of(
          "ppo.epochs",
          SettingKind.wholeNumber(1, 100),
          4,
          "How often an iteration's decisions are learned from.");
  // Rate, epsilon and norm: Huang et al. 2022, The 37 Implementation Details of PPO.
  static final Setting<Double> LEARNING_RATE =
      Setting.of(
          "ppo.learningRate",
          SettingKind.number(Bounds.of(0, 1).openBelow()),
          5e-4,
          "Step size of Adam at the begin; it decays linearly to 0.");
  static final Setting<Double> ADAM_EPSILON =
      Setting.of(
          "ppo.adamEpsilon",
          SettingKind.number(Bounds.of(0, 1).openBelow()),
          1e-5,
          "Added to the root of Adam's second moment after its bias is corrected.");
  static final Setting<Double> TARGET_KL =
      Setting.of(
          "ppo.targetKl",
          SettingKind.number(Bounds.of(0, 10).openBelow()),
          0.02,
          "An iteration's learning ends before the step at which the KL exceeds 1.5 times this.");
  static final Setting<Double> MAX_GRADIENT_NORM =
      Setting.of(
          "ppo.maxGradientNorm",
          SettingKind.number(Bounds.of(0, 1000).openBelow()),
          0.5,
          "The gradient over all parameters of a net is scaled down to this Euclidean norm.");
  // Small: a count that is held is the greatest of many wishes, so a wide policy asks for too much.
  static final Setting<Double> ENTROPY_FROM =
      Setting.of(
          "ppo.entropy.from",
          SettingKind.number(Bounds.of(0, 1)),
          0.0005,
          "Weight of the entropy at the begin; it changes linearly.");
  static final Setting<Double> ENTROPY_TO =
      Setting.of(
          "ppo.entropy.to",
          SettingKind.number(Bounds.of(0, 1)),
          0.0,
          "Weight of the entropy at the end.");
  static final Setting<List<Integer>> HIDDEN =
      Setting.of(
          "ppo.hidden",
          SettingKind.list(SettingKind.wholeNumber(1, MOST_UNITS), MOST_LAYERS, true),
          List.of(64, 64),
          "Units of each hidden layer, in actor and critic alike.");

  static final Setting<Boolean> GRADIENT_START =
      Setting.of(
          "gradientStart.enabled",
          SettingKind.flag(),
          false,
          "Whether the actor is fitted through a differentiable fluid model before PPO.");
  static final Setting<Boolean> ASYMMETRIC =
      Setting.of(
          "critic.asymmetric",
          SettingKind.flag(),
          true,
          "Whether the critic, which only training needs, also sees what will arrive and what the"
              + " workload truly is.");

  static final Setting<Duration> GRADIENT_START_BUDGET =
      Setting.of(
          "budget.gradientStart",
          SettingKind.duration(SECOND, HOUR),
          Duration.ofMinutes(2),
          "Time for the start by gradient.");
  static final Setting<Duration> PPO_BUDGET =
      Setting.of(
          "budget.ppo", SettingKind.duration(SECOND, DAY), Duration.ofMinutes(9), "Time for PPO.");
  static final Setting<Integer> GRADIENT_START_STEPS =
      Setting.of(
          "budget.gradientStartSteps",
          SettingKind.wholeNumber(0, Integer.MAX_VALUE),
          0,
          "Decisions of the start by gradient instead of its time, so that the same seed gives the"
              + " same policy; 0 for the time.");
  static final Setting<Integer> PPO_STEPS =
      Setting.of(
          "budget.ppoSteps",
          SettingKind.wholeNumber(0, Integer.MAX_VALUE),
          0,
          "Decisions of PPO instead of its time; 0 for the time.");
  static final Setting<Integer> SELECTION_STEPS =
      Setting.of(
          "budget.selectionSteps",
          SettingKind.wholeNumber(1000, 10_000_000),
          50_000,
          "Decisions on the validation traces for which each candidate is scored, for each setting; no time budget"
              + " changes them.");

  static final Setting<Double> STRICTNESS_FROM =
      Setting.of(
          "strictness.from",
          SettingKind.number(Bounds.of(0.01, 1e6)),
          0.3,
          "Least strictness; it is drawn log-uniform.");
  static final Setting<Double> STRICTNESS_TO =
      Setting.of(
          "strictness.to",
          SettingKind.number(Bounds.of(0.01, 1e6)),
          10_000.0,
          "Greatest strictness, at least `strictness.from`.");
  static final Setting<List<Duration>> START_UPS =
      Setting.of(
          "startUps",
          SettingKind.list(
              SettingKind.duration(Duration.ofSeconds(5), Duration.ofSeconds(300)), 8, false),
          List.of(Duration.ofMinutes(1), Duration.ofMinutes(3)),
          "Median start-up times for which candidates are scored.");
  static final Setting<List<Double>> OBJECTIVES =
      Setting.of(
          "objectives",
          SettingKind.list(SettingKind.ratio(Bounds.of(0.5, 1).openAbove()), 8, false),
          List.of(0.999, 0.99),
          "Good ratios for which candidates are scored.");

  /** In the order of the documentation. */
  static final List<Setting<?>> ALL =
      List.of(
          SEED,
          START_UPS,
          OBJECTIVES,
          CLIP,
          ENVIRONMENTS,
          STEPS,
          MINIBATCH,
          EPOCHS,
          LEARNING_RATE,
          ADAM_EPSILON,
          TARGET_KL,
          MAX_GRADIENT_NORM,
          ENTROPY_FROM,
          ENTROPY_TO,
          HIDDEN,
          GRADIENT_START,
          ASYMMETRIC,
          STRICTNESS_FROM,
          STRICTNESS_TO,
          GRADIENT_START_BUDGET,
          GRADIENT_START_STEPS,
          PPO_BUDGET,
          PPO_STEPS,
          SELECTION_STEPS);

  private TrainingSettings() {}
}
