package io.rlscaler.trainer.control;

import io.rlscaler.trainer.control.ControlTraining.ControlSetup;
import io.rlscaler.trainer.ppo.Adam;
import io.rlscaler.trainer.ppo.LinearSchedule;
import io.rlscaler.trainer.ppo.PolicyHead;
import io.rlscaler.trainer.ppo.PpoSettings;
import java.util.List;
import java.util.OptionalDouble;

/** Tasks with settings that PPO learns them by. */
final class ControlSetups {
  private static final double CLIP = .2;

  private ControlSetups() {}

  /** rl-zoo's settings for CartPole-v1. */
  static ControlSetup cartPole() {
    return new ControlSetup(
        CartPole::new,
        CartPole.OBSERVATIONS,
        PolicyHead.categorical(CartPole.ACTIONS),
        false,
        false,
        settings(8, 32, 256, 20, .98, .8, new LinearSchedule(1e-3, 0)),
        new LinearSchedule(CLIP, 0),
        100_000);
  }

  /** rl-zoo's settings for Acrobot-v1, with larger minibatches at a higher rate. */
  static ControlSetup acrobot() {
    return new ControlSetup(
        Acrobot::new,
        Acrobot.OBSERVATIONS,
        PolicyHead.categorical(Acrobot.ACTIONS),
        false,
        true,
        settings(16, 256, 256, 4, .99, .94, new LinearSchedule(1e-3, 0)),
        new LinearSchedule(CLIP, CLIP),
        400_000);
  }

  /** rl-zoo's settings for Pendulum-v1, with plain noise and so with more steps. */
  static ControlSetup pendulum() {
    return new ControlSetup(
        Pendulum::new,
        Pendulum.OBSERVATIONS,
        PolicyHead.gaussian(1),
        true,
        true,
        settings(4, 1024, 256, 10, .9, .95, new LinearSchedule(1e-3, 0)),
        new LinearSchedule(CLIP, CLIP),
        300_000);
  }

  private static PpoSettings settings(
      int environments,
      int steps,
      int minibatch,
      int epochs,
      double gamma,
      double gaeLambda,
      LinearSchedule learningRate) {
    return new PpoSettings(
        environments,
        steps,
        minibatch,
        epochs,
        gamma,
        gaeLambda,
        CLIP,
        OptionalDouble.empty(),
        .5,
        new LinearSchedule(0, 0),
        learningRate,
        Adam.Settings.defaults(),
        .5,
        // no early stop
        1e9,
        List.of(64, 64));
  }
}
