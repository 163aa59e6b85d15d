package io.rlscaler.engine.policy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in text form, by which policies, feature tables and traces are named. */
public final class Sha256 {
  private Sha256() {}

  /** The digest of some bytes in hexadecimal digits. */
  public static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The digest of some bytes as a name, {@code sha256:} and the hexadecimal digits. */
  public static String name(byte[] bytes) {
    return "sha256:" + hex(bytes);
  }
}
