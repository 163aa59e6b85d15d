package io.rlscaler.simulator.tuning;

import io.rlscaler.engine.ControlLoop;
import io.rlscaler.simulator.episode.Episode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which code runs: a digest of the class files of engine and simulator. */
final class CodeVersion {
  private static final List<Class<?>> FROM_EACH_MODULE = List.of(ControlLoop.class, Episode.class);

  private CodeVersion() {}

  /** The digest; empty when the classes do not come from files. */
  static Optional<String> digest() {
    return Computed.DIGEST;
  }

  /** Once per process. */
  private static final class Computed {
    private static final Optional<String> DIGEST = compute();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Optional<String> compute() {
    MessageDigest digest = sha256();
    try {
      for (Class<?> type : FROM_EACH_MODULE) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
          return Optional.empty();
        }
        addAll(digest, Path.of(source.getLocation().toURI()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the program's own classes", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a location of classes is no URI", e);
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  /** A jar as it is; of a directory the classes in a fixed order. */
  private static void addAll(MessageDigest digest, Path location) throws IOException {
    if (Files.isRegularFile(location)) {
      digest.update(Files.readAllBytes(location));
      return;
    }
    try (Stream<Path> files = Files.walk(location)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        digest.update(location.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
