package io.rlscaler.trainer.run;

/** A setting that does not go with the others. */
final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String found;
  private final String expected;

  SettingException(String path, String found, String expected) {
    super(path + ": found " + found + ", expected " + expected);
    this.path = path;
    this.found = found;
    this.expected = expected;
  }

  String path() {
    return path;
  }

  String found() {
    return found;
  }

  String expected() {
    return expected;
  }
}
