package io.rlscaler.trainer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ControlPortsTest {
  // Gymnasium gives float32
  private static final float GOLDEN = 1e-5f;

  @Test
  void cartPoleTakesTheGoldenSteps() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("classic_control");
    requireGoldenSteps(golden, "CartPole", new CartPole(golden.doubles("CartPole.initial")));
  }

  @Test
  void acrobotTakesTheGoldenSteps() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("classic_control");
    requireGoldenSteps(golden, "Acrobot", new Acrobot(golden.doubles("Acrobot.initial")));
  }

  @Test
  void pendulumTakesTheGoldenSteps() throws Exception {
    GoldenNumbers golden = new GoldenNumbers("classic_control");
    requireGoldenSteps(golden, "Pendulum", new Pendulum(golden.doubles("Pendulum.initial")));
  }

  private static void requireGoldenSteps(GoldenNumbers golden, String name, ControlTask task)
      throws IOException {
    float[] actions = golden.floats(name + ".actions");
    int width = task.observation().length;
    float[] observations = new float[actions.length * width];
    float[] rewards = new float[actions.length];
    boolean[] terminated = new boolean[actions.length];
    for (int step = 0; step < actions.length; step++) {
      rewards[step] = (float) task.step(new float[] {actions[step]});
      System.arraycopy(task.observation(), 0, observations, step * width, width);
      terminated[step] = task.terminated();
    }
    assertThat(observations).containsExactly(golden.floats(name + ".observations"), offset(GOLDEN));
    assertThat(rewards).containsExactly(golden.floats(name + ".rewards"), offset(GOLDEN));
    assertThat(terminated).isEqualTo(golden.flags(name + ".terminated"));
  }
}
