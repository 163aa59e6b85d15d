package io.rlscaler.simulator;

import io.rlscaler.engine.ControlLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What simulated numbers depend on in this program: a digest of the classes of engine and
 * simulator, but for those that only sum up and show what was simulated.
 */
public final class CodeVersion {
  private static final List<Class<?>> MODULES = List.of(ControlLoop.class, CodeVersion.class);
  private static final List<String> SHOWN_ONLY =
      List.of("io/rlscaler/simulator/evaluation/", "io/rlscaler/simulator/report/");
  private static final int DIGITS = 16;

  private CodeVersion() {}

  /** Once per process. */
  private static final class Computed {
    private static final Optional<String> DIGEST = compute();
  }

  /** The digest of what runs now; empty when the classes do not come from files. */
  public static Optional<String> digest() {
    return Computed.DIGEST;
  }

  private static Optional<String> compute() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> module : MODULES) {
        Optional<Path> location = location(module);
        if (location.isEmpty()) {
          return Optional.empty();
        }
        add(digest, location.get());
      }
      String digits = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
      return Optional.of("sha256:" + digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this program's own classes", e);
    }
  }

  private static Optional<Path> location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getProtocol().equals("file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("classes lie at a place that is no URI", e);
    }
  }

  private static void add(MessageDigest digest, Path location) throws IOException {
    if (Files.isDirectory(location)) {
      addTree(digest, location);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      addTree(digest, jar.getPath("/"));
    }
  }

  private static void addTree(MessageDigest digest, Path root) throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> SHOWN_ONLY.stream().noneMatch(name(root, file)::startsWith))
              .sorted((left, right) -> name(root, left).compareTo(name(root, right)))
              .toList();
    }
    for (Path file : classes) {
      try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
        content.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
