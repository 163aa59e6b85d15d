package io.rlscaler.trainer.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Holds a graph in ONNX Runtime against the forward pass of the network it was written from. */
final class ExportCheck {
  /** Largest difference, relative to results above 1: float32 keeps 7 digits of a long sum. */
  static final double TOLERANCE = 1e-5;

  private static final int RANDOM_ROWS = 1000;
  private static final long SEED = 20260101;

  private ExportCheck() {}

  /**
   * Compares all outputs on random rows and on rows at the edges of the features' range.
   *
   * @throws PolicyRejectedException naming the first output that differs, or what ONNX Runtime said
   */
  static void run(ActorNetwork network, byte[] model) throws PolicyRejectedException {
    float[][] rows = rows();
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model);
        OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
        OrtSession.Result result = session.run(Map.of("features", input))) {
      float[][] logits = (float[][]) result.get("logits").orElseThrow().getValue();
      float[][] risk = (float[][]) result.get("risk").orElseThrow().getValue();
      float[] value = (float[]) result.get("value").orElseThrow().getValue();
      for (int i = 0; i < rows.length; i++) {
        ActorOutput expected = network.forward(rows[i]);
        same("logits of row " + i, logits[i], expected.logits());
        same("risk of row " + i, risk[i], expected.risk());
        same("value of row " + i, new float[] {value[i]}, new double[] {expected.value()});
        sameAction(i, logits[i], expected.action());
      }
    } catch (OrtException e) {
      throw failed("ONNX Runtime refused it: " + e.getMessage());
    }
  }

  private static float[][] rows() {
    List<float[]> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < RANDOM_ROWS; i++) {
      float[] row = new float[Feature.COUNT];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextDouble(-Feature.CLIP, Feature.CLIP);
      }
      rows.add(row);
    }
    for (float edge : new float[] {0, Feature.CLIP, -Feature.CLIP}) {
      float[] all = new float[Feature.COUNT];
      Arrays.fill(all, edge);
      rows.add(all);
      for (int j = 0; j < Feature.COUNT; j++) {
        float[] one = new float[Feature.COUNT];
        one[j] = edge;
        rows.add(one);
      }
    }
    return rows.toArray(float[][]::new);
  }

  private static void same(String name, float[] found, double[] expected)
      throws PolicyRejectedException {
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE * scale)) {
        throw failed(
            name + "[" + i + "]: ONNX Runtime gave " + found[i] + ", expected " + expected[i]);
      }
    }
  }

  private static void sameAction(int row, float[] logits, int expected)
      throws PolicyRejectedException {
    int best = 0;
    for (int action = 1; action < logits.length; action++) {
      best = logits[action] > logits[best] ? action : best;
    }
    if (best != expected) {
      throw failed(
          "action of row " + row + ": ONNX Runtime gave " + best + ", expected " + expected);
    }
  }

  private static PolicyRejectedException failed(String detail) {
    return new PolicyRejectedException(Cause.MODEL_FAILED, "policy.onnx: " + detail);
  }
}
