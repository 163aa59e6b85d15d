package io.rlscaler.simulator.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Chromium without a window: opens a page and gives its final DOM and its console. */
final class Chromium {
  private static final String PROGRAM = "chromium";

  private Chromium() {}

  /**
   * What became of a page.
   *
   * @param dom its HTML after all scripts
   * @param console one line per message of the page
   */
  record Page(String dom, List<String> console) {}

  static boolean isInstalled() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
  }

  /**
   * Opens a file.
   *
   * @param work an empty directory for the browser's profile and output
   */
  static Page open(Path file, Path work) throws IOException, InterruptedException {
    Path dom = work.resolve("dom.html");
    Path log = work.resolve("log.txt");
    Process process =
        new ProcessBuilder(arguments(file, work))
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("chromium did not end: " + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> console =
        Files.readAllLines(log).stream().filter(line -> line.contains(":CONSOLE")).toList();
    return new Page(Files.readString(dom), console);
  }

  private static List<String> arguments(Path file, Path work) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                PROGRAM,
                "--headless",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--enable-logging=stderr",
                "--window-size=1280,2000",
                "--virtual-time-budget=20000",
                "--user-data-dir=" + work.resolve("profile")));
    if (System.getProperty("user.name").toLowerCase(Locale.ROOT).equals("root")) {
      // its sandbox refuses to run as root
      arguments.add("--no-sandbox");
    }
    arguments.add("--dump-dom");
    arguments.add(file.toUri().toString());
    return arguments;
  }
}
