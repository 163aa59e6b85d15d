package io.rlscaler.trainer.run;

import java.util.Optional;

/**
 * One setting of a configuration, from which its reader, its checks and its documentation are made.
 *
 * @param path its name with those of the sections around it, as {@code ppo.clip}
 * @param kind how it is written
 * @param fallback its default
 * @param defaultText the default for people
 * @param meaning for people, one sentence
 */
record Setting<T>(
    String path, SettingKind<T> kind, T fallback, String defaultText, String meaning) {

  static <T> Setting<T> of(String path, SettingKind<T> kind, T fallback, String meaning) {
    return new Setting<>(path, kind, fallback, kind.writer().apply(fallback), meaning);
  }

  /**
   * Its value in a file, the default if it is not there.
   *
   * @throws IllegalArgumentException naming file, line and path, what was found and expected
   */
  T in(SettingsFile file) {
    return in(file, fallback);
  }

  /** The same with another default. */
  T in(SettingsFile file, T otherwise) {
    Optional<SettingsFile.Entry> entry = file.entry(path);
    if (entry.isEmpty()) {
      return otherwise;
    }
    SettingsFile.Entry found = entry.get();
    if (found.shape() != kind.shape() || found.texts().isEmpty()) {
      throw file.refusal(path, found.text(), kind.expected());
    }
    T value;
    try {
      value = kind.parser().apply(found.texts());
    } catch (IllegalArgumentException e) {
      throw file.refusal(path, found.text(), kind.expected());
    }
    if (!kind.allowed().test(value)) {
      throw file.refusal(path, found.text(), kind.expected());
    }
    return value;
  }

  /** Refuses a value outside the range. */
  void check(T value) {
    if (!kind.allowed().test(value)) {
      throw new IllegalArgumentException(
          path + ": found " + kind.writer().apply(value) + ", expected " + kind.expected());
    }
  }
}
