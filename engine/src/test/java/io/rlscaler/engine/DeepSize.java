package io.rlscaler.engine;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Bytes that an object of this engine keeps alive, reckoned as on a 64-bit JVM with compressed
 * references: 16 bytes per header (12 and padding; 16 of an array), 4 per reference. Objects of the
 * JDK that are not arrays count 32 bytes each, without what they refer to.
 */
public final class DeepSize {
  private static final Map<Class<?>, Integer> PRIMITIVES =
      Map.of(
          boolean.class,
          1,
          byte.class,
          1,
          char.class,
          2,
          short.class,
          2,
          int.class,
          4,
          float.class,
          4,
          long.class,
          8,
          double.class,
          8);
  private static final int REFERENCE = 4;
  private static final int HEADER = 16;
  private static final int JDK_OBJECT = 32;

  private DeepSize() {}

  /** Bytes of {@code root} and all it refers to, but for constants. */
  public static long of(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    long bytes = 0;
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (seen.add(next) && !(next instanceof Enum)) {
        bytes += next.getClass().isArray() ? array(next, open) : object(next, open);
      }
    }
    return bytes;
  }

  private static long array(Object array, Deque<Object> open) {
    Class<?> type = array.getClass().getComponentType();
    int length = Array.getLength(array);
    if (!type.isPrimitive()) {
      for (Object element : (Object[]) array) {
        if (element != null) {
          open.add(element);
        }
      }
    }
    long bytes = (long) length * PRIMITIVES.getOrDefault(type, REFERENCE);
    return HEADER + (bytes + 7) / 8 * 8;
  }

  private static long object(Object object, Deque<Object> open) {
    if (!object.getClass().getName().startsWith("io.rlscaler.")) {
      return JDK_OBJECT;
    }
    long bytes = HEADER;
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          bytes += PRIMITIVES.getOrDefault(field.getType(), REFERENCE);
          follow(field, object, open);
        }
      }
    }
    return bytes;
  }

  private static void follow(Field field, Object object, Deque<Object> open) {
    if (field.getType().isPrimitive()) {
      return;
    }
    try {
      field.setAccessible(true);
      Object value = field.get(object);
      if (value != null) {
        open.add(value);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError("made accessible above", e);
    }
  }
}
