package io.rlscaler.crds;

/**
 * The parts that the validation rules of several fields share, in the Common Expression Language as
 * the API server evaluates it. Each is an expression over a string {@code self}.
 */
final class Cel {
  /**
   * The form of a duration that CEL's {@code duration()} is sure to read: within {@link #SHORT}
   * characters it cannot exceed the 292 years that fit into it.
   */
  static final String DURATION = "'^([0-9]{1,6}([.][0-9]{1,6})?(ms|s|m|h))+$'";

  /** A decimal number without sign or exponent. */
  static final String DECIMAL = "'^[0-9]{1,9}([.][0-9]{1,6})?$'";

  static final String IS_DURATION = "self.matches(" + DURATION + ")";

  static final String IS_DECIMAL = "self.matches(" + DECIMAL + ")";

  /** A decimal number from 0 to 1. */
  static final String IS_SHARE = "self.matches('^(0([.][0-9]{1,9})?|1([.]0{1,9})?)$')";

  /** The longest string that holds a number, a duration or a quantity. */
  static final int SHORT = 16;

  /** A lower-case DNS subdomain, as most objects are named. */
  static final String SUBDOMAIN =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** The longest name of an object. */
  static final int NAME = 253;

  /** The key of an entry of a Secret or ConfigMap. */
  static final String DATA_KEY = "^[-._a-zA-Z0-9]+$";

  /** The name of a label in Prometheus, without those reserved for itself. */
  static final String LABEL_NAME = "^[a-zA-Z]([a-zA-Z0-9_]*)$|^_[a-zA-Z0-9]([a-zA-Z0-9_]*)$";

  private Cel() {}
}
