package io.rlscaler.trainer.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last two checkpoints of a run in a directory. Each appears complete or not at all, also when
 * the process is killed or the disk is full.
 */
public final class CheckpointStore {
  private static final String SUFFIX = ".ckpt";
  private static final String UNFINISHED = ".part";
  private static final Pattern NAME = Pattern.compile("iteration-\\d{9,}\\.ckpt");
  private static final int KEPT = 2;

  private final Path directory;
  private final UnaryOperator<OutputStream> writing;

  /** A store in a directory, which is created when missing. */
  public CheckpointStore(Path directory) throws IOException {
    this(directory, UnaryOperator.identity());
  }

  /** A store whose files are written through {@code writing}, which may fail as a full disk. */
  CheckpointStore(Path directory, UnaryOperator<OutputStream> writing) throws IOException {
    this.directory = directory;
    this.writing = writing;
    Files.createDirectories(directory);
  }

  /**
   * A checkpoint that was read.
   *
   * @param warnings what is wrong with newer ones, for people
   */
  public record Restored(Checkpoint checkpoint, List<String> warnings) {}

  /**
   * Writes a checkpoint and removes all but it and the one before.
   *
   * @throws IOException naming the file if it cannot be written; the ones before are untouched then
   */
  public void save(Checkpoint checkpoint) throws IOException {
    byte[] bytes = CheckpointFile.encode(checkpoint);
    String name =
        String.format(Locale.ROOT, "iteration-%09d%s", checkpoint.header().iteration(), SUFFIX);
    Path file = directory.resolve(name);
    Path unfinished = directory.resolve("." + name + UNFINISHED);
    try {
      write(unfinished, bytes);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // the name lasts only when the directory is on the disk as well
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot be written: %s; earlier checkpoints are untouched"
              .formatted(file, e.getMessage()),
          e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    removeOld(file);
  }

  private void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = writing.apply(Channels.newOutputStream(channel));
      out.write(bytes);
      out.flush();
      channel.force(true);
    }
  }

  /** Also removes later ones, of the iterations that a resumed run does again. */
  private void removeOld(Path newest) throws IOException {
    int kept = 1;
    for (Path file : newestFirst()) {
      int order = name(file).compareTo(name(newest));
      if (order > 0 || (order < 0 && kept++ >= KEPT)) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> name(f).endsWith(SUFFIX + UNFINISHED)).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(name(file)).matches())
          .sorted(Comparator.comparing(CheckpointStore::name).reversed())
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /**
   * The newest whole checkpoint; empty if the directory holds none at all.
   *
   * @param configDigest of the configuration with which the training goes on
   * @param featureDigest of the feature table with which it goes on
   * @throws IllegalArgumentException if it is of another configuration or feature table
   * @throws IOException if there are files but none of them is whole, or they cannot be read
   */
  public Optional<Restored> restore(String configDigest, String featureDigest) throws IOException {
    List<String> warnings = new ArrayList<>();
    for (Path file : newestFirst()) {
      try {
        Checkpoint checkpoint = CheckpointFile.decode(Files.readAllBytes(file));
        Checkpoint.Header header = checkpoint.header();
        requireSame(file, "feature table", header.featureDigest(), featureDigest);
        requireSame(file, "configuration", header.configDigest(), configDigest);
        if (!warnings.isEmpty()) {
          warnings.add("Goes on from " + file + ", iteration " + header.iteration() + ".");
        }
        return Optional.of(new Restored(checkpoint, List.copyOf(warnings)));
      } catch (DamagedCheckpointException e) {
        warnings.add(file + ": " + e.getMessage());
      }
    }
    if (!warnings.isEmpty()) {
      throw new IOException("no checkpoint is whole: " + String.join("; ", warnings));
    }
    return Optional.empty();
  }

  private static void requireSame(Path file, String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "%s: found the %s %s, expected that of this run, %s"
              .formatted(file, what, found, expected));
    }
  }
}
