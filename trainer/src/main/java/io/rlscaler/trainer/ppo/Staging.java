package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap that samples are gathered in, part by part.
 *
 * <p>The engine reads it in place: what was uploaded is good until the next gathering begins.
 */
final class Staging {
  private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
  private FloatBuffer floats = bytes.asFloatBuffer();
  private final List<Long> ends = new ArrayList<>();
  private int filled;

  /** Forgets all parts, and makes room for new ones of {@code most} floats together. */
  void begin(int most) {
    ends.clear();
    filled = 0;
    if (floats.capacity() < most) {
      bytes = ByteBuffer.allocateDirect(Math.multiplyExact(most, Float.BYTES));
      bytes.order(ByteOrder.nativeOrder());
      floats = bytes.asFloatBuffer();
    }
  }

  /** A part [rows, width]: a sample is a row. */
  void rows(float[] source, int width, int[] rows) {
    for (int row : rows) {
      floats.put(filled, source, row * width, width);
      filled += width;
    }
    ends.add((long) filled);
  }

  /** A part [width, rows]: a sample is a column. */
  void columns(float[] source, int width, int[] rows) {
    for (int i = 0; i < width; i++) {
      for (int row : rows) {
        floats.put(filled++, source[row * width + i]);
      }
    }
    ends.add((long) filled);
  }

  /** A part [width, rows] that is 0 where the source is true, else {@code penalty}. */
  void penalties(boolean[] source, int width, int[] rows, float penalty) {
    for (int i = 0; i < width; i++) {
      for (int row : rows) {
        floats.put(filled++, source[row * width + i] ? 0 : penalty);
      }
    }
    ends.add((long) filled);
  }

  /** A part as it is. */
  void values(float[] values) {
    floats.put(filled, values);
    filled += values.length;
    ends.add((long) filled);
  }

  /** All parts in their order, as flat arrays. */
  NDList upload(NDManager scope, DataType type) {
    ByteBuffer used = bytes.duplicate().order(ByteOrder.nativeOrder());
    used.limit(filled * Float.BYTES);
    NDArray all = scope.create(used, new Shape(filled), DataType.FLOAT32).toType(type, false);
    // a split at the very end gives no empty piece
    return all.split(ends.stream().mapToLong(Long::longValue).toArray(), 0);
  }
}
