package io.rlscaler.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.rlscaler.trainer.golden.GoldenNumbers;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** One of the three updates that PyTorch computed. */
final class GoldenCase {
  private static final double GOLDEN = 1e-6;

  private final GoldenNumbers golden = new GoldenNumbers("update");
  private final String prefix;

  GoldenCase(int index) throws IOException {
    prefix = index + ".";
  }

  private double number(String key) {
    return golden.number(prefix + key);
  }

  private float[] floats(String key) {
    return golden.floats(prefix + key);
  }

  ActorCriticShape shape() {
    int actions = (int) number("act_dim");
    boolean discrete = golden.text(prefix + "kind").orElseThrow().equals("discrete");
    return new ActorCriticShape(
        (int) number("obs_dim"),
        List.of(8, 8),
        discrete ? PolicyHead.categorical(actions) : PolicyHead.gaussian(actions));
  }

  OptionalDouble valueClip() {
    return golden.text(prefix + "vf_clip").isPresent()
        ? OptionalDouble.of(number("vf_clip"))
        : OptionalDouble.empty();
  }

  PpoLoss loss() {
    return new PpoLoss(number("clip"), valueClip(), number("vf_coef"), number("ent_coef"));
  }

  double learningRate() {
    return number("lr");
  }

  int[] rows() {
    return IntStream.range(0, (int) number("batch")).toArray();
  }

  Experience experience() {
    return new Experience(
        floats("obs"),
        floats("actions"),
        floats("old_log_prob"),
        floats("old_values"),
        floats("advantages"),
        floats("returns"));
  }

  float[] weights() {
    return golden.joined(prefix + "weights");
  }

  float[] weightsAfter(int step) {
    return golden.joined(prefix + "steps." + step + ".weights_after");
  }

  float[] clippedGradients() {
    return golden.joined(prefix + "steps.0.clipped_grads");
  }

  void requireSame(int step, PpoLearner.Step found) {
    String key = "steps." + step + ".";
    PpoLoss.Statistics statistics = found.statistics();
    double[] expected = {
      number(key + "policy_loss"),
      number(key + "value_loss"),
      number(key + "entropy"),
      number(key + "loss"),
      number(key + "approx_kl"),
      number(key + "clip_fraction"),
      number(key + "grad_norm_before_clip")
    };
    assertThat(
            new double[] {
              statistics.policyLoss(),
              statistics.valueLoss(),
              statistics.entropy(),
              statistics.loss(),
              statistics.approximateKl(),
              statistics.clipFraction(),
              found.gradientNorm().orElseThrow()
            })
        .containsExactly(expected, offset(GOLDEN));
  }
}
