package io.rlscaler.trainer.golden;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/** The numbers of a resource, by name. */
public final class GoldenNumbers {
  private final Properties numbers = new Properties();

  public GoldenNumbers(String name) throws IOException {
    String file = "/golden/" + name + ".properties";
    try (InputStream resource = GoldenNumbers.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IOException(file + ": found no such resource, expected golden numbers");
      }
      numbers.load(resource);
    }
  }

  public Optional<String> text(String key) {
    return Optional.ofNullable(numbers.getProperty(key));
  }

  public double[] doubles(String key) {
    String line = text(key).orElseThrow(() -> new IllegalArgumentException("no number " + key));
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  public double number(String key) {
    double[] values = doubles(key);
    if (values.length != 1) {
      throw new IllegalArgumentException(key + ": found " + values.length + ", expected 1 number");
    }
    return values[0];
  }

  public float[] floats(String key) {
    return floats(doubles(key));
  }

  public boolean[] flags(String key) {
    double[] values = doubles(key);
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = values[i] != 0;
    }
    return flags;
  }

  /** The arrays {@code key.0}, {@code key.1} and so on, one behind the other. */
  public float[] joined(String key) {
    double[] joined = {};
    for (int i = 0; text(key + "." + i).isPresent(); i++) {
      double[] next = doubles(key + "." + i);
      int start = joined.length;
      joined = Arrays.copyOf(joined, start + next.length);
      System.arraycopy(next, 0, joined, start, next.length);
    }
    return floats(joined);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
