package io.rlscaler.engine.artifact;

import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicyRejectedException;
import io.rlscaler.engine.policy.PolicyRejectedException.Cause;
import io.rlscaler.engine.policy.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy that was admitted: its contract, the bytes of its graph, and the digest over its files.
 *
 * <p>The bytes that were admitted are the bytes that are loaded: no path is read twice. The digest
 * is the SHA-256 over a manifest with one line {@code <sha256 in hex> <file name>} per file, sorted
 * by name.
 */
public final class PolicyArtifact {
  /** File of the graph. */
  public static final String MODEL_FILE = "policy.onnx";

  /** File of the contract. */
  public static final String CONTRACT_FILE = "policy.json";

  /** Largest file of an artifact [bytes]. */
  public static final int MAX_FILE_BYTES = 4 << 20;

  private static final String BUILTIN_ROOT = "/io/rlscaler/policies/";

  private final PolicyContract contract;
  private final byte[] model;
  private final String digest;

  private PolicyArtifact(PolicyContract contract, byte[] model, String digest) {
    this.contract = contract;
    this.model = model;
    this.digest = digest;
  }

  /**
   * Admits the files of an artifact.
   *
   * @param files content by file name; {@value #MODEL_FILE} and {@value #CONTRACT_FILE} are needed
   * @throws PolicyRejectedException when a file is missing, the contract does not fit this engine,
   *     or the graph is not allowed or does not fit the contract
   */
  public static PolicyArtifact admit(Map<String, byte[]> files) throws PolicyRejectedException {
    byte[] json = require(files, CONTRACT_FILE);
    byte[] model = require(files, MODEL_FILE).clone();
    PolicyContract contract = PolicyContract.parse(json);
    OnnxAdmission.check(model);
    return new PolicyArtifact(contract, model, digest(files));
  }

  /** As {@link #admit(Map)}, and refuses other files than those that {@code digest} names. */
  public static PolicyArtifact admit(Map<String, byte[]> files, String digest)
      throws PolicyRejectedException {
    String found = digest(files);
    if (!found.equals(digest)) {
      throw new PolicyRejectedException(
          Cause.DIGEST_MISMATCH, "digest: the files have " + found + ", expected " + digest);
    }
    return admit(files);
  }

  /** Reads and admits the artifact in a directory. */
  public static PolicyArtifact read(Path directory) throws PolicyRejectedException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : new String[] {CONTRACT_FILE, MODEL_FILE}) {
      Path file = directory.resolve(name);
      try {
        if (Files.exists(file) && Files.size(file) > MAX_FILE_BYTES) {
          throw tooLarge(file.toString(), Files.size(file));
        }
        files.put(name, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new PolicyRejectedException(
            Cause.FILE_MISSING,
            file
                + ": cannot be read, expected a policy directory with "
                + CONTRACT_FILE
                + " and "
                + MODEL_FILE);
      }
    }
    return admit(files);
  }

  /** Admits a policy that comes with the engine. */
  public static PolicyArtifact builtin(String name) throws PolicyRejectedException {
    Map<String, byte[]> files = new TreeMap<>();
    if (name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      for (String file : new String[] {CONTRACT_FILE, MODEL_FILE}) {
        String resource = BUILTIN_ROOT + name + "/" + file;
        try (InputStream in = PolicyArtifact.class.getResourceAsStream(resource)) {
          if (in != null) {
            files.put(file, in.readAllBytes());
          }
        } catch (IOException e) {
          throw new PolicyRejectedException(Cause.FILE_MISSING, resource + ": " + e.getMessage());
        }
      }
    }
    if (files.isEmpty()) {
      throw new PolicyRejectedException(
          Cause.FILE_MISSING, "builtin policy: found \"" + name + "\", which this build lacks");
    }
    return admit(files);
  }

  private static byte[] require(Map<String, byte[]> files, String name)
      throws PolicyRejectedException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new PolicyRejectedException(
          Cause.FILE_MISSING, name + ": missing, found " + new TreeMap<>(files).keySet());
    }
    if (content.length > MAX_FILE_BYTES) {
      throw tooLarge(name, content.length);
    }
    return content;
  }

  private static PolicyRejectedException tooLarge(String name, long bytes) {
    return new PolicyRejectedException(
        Cause.MODEL_MALFORMED,
        name + ": found " + bytes + " bytes, expected at most " + MAX_FILE_BYTES);
  }

  /** The digest that names these files, {@code sha256:...}. */
  public static String digest(Map<String, byte[]> files) {
    StringBuilder manifest = new StringBuilder();
    new TreeMap<>(files)
        .forEach(
            (name, content) ->
                manifest.append(Sha256.hex(content)).append("  ").append(name).append('\n'));
    return Sha256.name(manifest.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The contract, checked against this engine. */
  public PolicyContract contract() {
    return contract;
  }

  /** The admitted graph; a copy. */
  public byte[] model() {
    return model.clone();
  }

  /** The identity of the artifact, {@code sha256:...}. */
  public String digest() {
    return digest;
  }
}
