package io.rlscaler.engine.policy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A loaded actor on ONNX Runtime: features in, logits, risk and value out, one call per batch.
 *
 * <p>One session per policy digest; it may be shared by threads, a {@link Batch} may not. Inference
 * is single-threaded and does not spin.
 */
public final class OnnxPolicy implements AutoCloseable {
  private final PolicyContract contract;
  private final PolicySettings defaults;
  private final String digest;
  private final RiskCalibration riskCalibration;
  private final ReferenceRange referenceRange;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OnnxPolicy(
      PolicyContract contract, String digest, OrtEnvironment environment, OrtSession session) {
    this.contract = contract;
    defaults = contract.defaults().settings();
    this.digest = digest;
    this.environment = environment;
    this.session = session;
    riskCalibration = RiskCalibration.of(contract.risk().calibration());
    referenceRange = new ReferenceRange(contract.features().reference());
  }

  /**
   * Opens an admitted graph and tries it once.
   *
   * @param contract its checked contract
   * @param model the admitted bytes
   * @param digest the identity of the artifact
   * @throws PolicyRejectedException when ONNX Runtime is unusable, refuses the model, or its
   *     outputs on a plain input are not finite
   */
  public static OnnxPolicy load(PolicyContract contract, byte[] model, String digest)
      throws PolicyRejectedException {
    OnnxPolicy policy;
    try {
      policy = new OnnxPolicy(contract, digest, OrtEnvironment.getEnvironment(), open(model));
    } catch (OrtException e) {
      throw new PolicyRejectedException(
          Cause.MODEL_FAILED, "policy.onnx: ONNX Runtime refused it: " + e.getMessage());
    } catch (LinkageError e) {
      throw new PolicyRejectedException(
          Cause.RUNTIME_UNAVAILABLE, "ONNX Runtime cannot be loaded: " + e.getMessage());
    }
    try (Batch batch = policy.batch(1)) {
      batch.run(1);
      if (!batch.isFinite(0)) {
        throw new PolicyRejectedException(
            Cause.MODEL_FAILED, "policy.onnx: outputs on zero features are not finite");
      }
    } catch (InferenceException e) {
      policy.close();
      throw new PolicyRejectedException(Cause.MODEL_FAILED, "policy.onnx: " + e.getMessage());
    } catch (PolicyRejectedException e) {
      policy.close();
      throw e;
    }
    return policy;
  }

  private static OrtSession open(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  /** The settings that the policy recommends to a workload that names none. */
  public PolicySettings defaults() {
    return defaults;
  }

  /** The contract of the policy. */
  public PolicyContract contract() {
    return contract;
  }

  /** The identity of its artifact, {@code sha256:...}. */
  public String digest() {
    return digest;
  }

  /**
   * Why these features are too far from those of training to be trusted; empty when they are not.
   */
  public Optional<String> distrust(float[] features) {
    return referenceRange.violation(features);
  }

  /** Buffers for up to {@code capacity} workloads. */
  public Batch batch(int capacity) {
    return new Batch(capacity);
  }

  /** Frees the session; a second call does nothing. No batch may be running. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed to close a session", e);
    }
  }

  /** An inference that failed; the caller falls back to the baseline. */
  public static final class InferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    InferenceException(Exception cause) {
      super("inference failed: " + cause.getMessage(), cause);
    }
  }

  /** Reusable direct buffers of inputs and outputs. Not thread-safe. */
  public final class Batch implements AutoCloseable {
    private final int capacity;
    private final FloatBuffer features;
    private final FloatBuffer logits;
    private final FloatBuffer risk;
    private final FloatBuffer value;
    private Tensors tensors = Tensors.NONE;

    private Batch(int capacity) {
      this.capacity = capacity;
      features = direct(capacity * Feature.COUNT);
      logits = direct(capacity * ActionTable.COUNT);
      risk = direct(capacity * ActionTable.COUNT);
      value = direct(capacity);
    }

    private static FloatBuffer direct(int floats) {
      return ByteBuffer.allocateDirect(floats * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    /** How many workloads fit. */
    public int capacity() {
      return capacity;
    }

    /** Sets the features of one workload. */
    public void put(int index, float[] workloadFeatures) {
      features.put(index * Feature.COUNT, workloadFeatures, 0, Feature.COUNT);
    }

    /**
     * Runs the net on the first {@code size} workloads, 1 to the capacity.
     *
     * @throws InferenceException when ONNX Runtime fails, or the policy was closed
     */
    public void run(int size) throws InferenceException {
      if (size < 1 || size > capacity) {
        throw new IllegalArgumentException(
            "batch size: found " + size + ", expected 1 to " + capacity);
      }
      try {
        if (tensors.size() != size) {
          tensors.close();
          tensors = Tensors.NONE;
          tensors = bind(size);
        }
        session.run(tensors.inputs(), Set.of(), tensors.outputs()).close();
      } catch (OrtException | IllegalStateException e) {
        // ONNX Runtime throws the latter for a session that was closed meanwhile.
        throw new InferenceException(e);
      }
    }

    private Tensors bind(int size) throws OrtException {
      return new Tensors(
          size,
          Map.of("features", matrix(features, size, Feature.COUNT)),
          Map.of(
              "logits", matrix(logits, size, ActionTable.COUNT),
              "risk", matrix(risk, size, ActionTable.COUNT),
              "value",
                  OnnxTensor.createTensor(environment, slice(value, size), new long[] {size})));
    }

    private OnnxTensor matrix(FloatBuffer buffer, int rows, int columns) throws OrtException {
      return OnnxTensor.createTensor(
          environment, slice(buffer, rows * columns), new long[] {rows, columns});
    }

    private static FloatBuffer slice(FloatBuffer buffer, int length) {
      return buffer.slice(0, length);
    }

    /** Whether all outputs for one workload are finite. */
    public boolean isFinite(int index) {
      boolean finite = Float.isFinite(value.get(index));
      for (int action = 0; action < ActionTable.COUNT; action++) {
        finite &= Float.isFinite(logit(index, action)) && Float.isFinite(rawRisk(index, action));
      }
      return finite;
    }

    /** Logit of an action for one workload. */
    public float logit(int index, int action) {
      return logits.get(index * ActionTable.COUNT + action);
    }

    /** Calibrated risk of an action for one workload, a probability. */
    public double risk(int index, int action) {
      return riskCalibration.probability(rawRisk(index, action));
    }

    private float rawRisk(int index, int action) {
      return risk.get(index * ActionTable.COUNT + action);
    }

    /** The critic's expected regret; telemetry only. */
    public float value(int index) {
      return value.get(index);
    }

    @Override
    public void close() {
      tensors.close();
      tensors = Tensors.NONE;
    }
  }

  /** Tensors over the buffers of a batch, for one batch size. */
  private record Tensors(
      int size, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    static final Tensors NONE = new Tensors(-1, Map.of(), Map.of());

    void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
    }
  }
}
