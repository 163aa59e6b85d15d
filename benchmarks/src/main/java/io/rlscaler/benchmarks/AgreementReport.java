package io.rlscaler.benchmarks;

import io.rlscaler.simulator.agreement.AgreementMatrix;
import io.rlscaler.simulator.agreement.AgreementMatrix.Agreement;
import io.rlscaler.simulator.agreement.MatrixMaker;
import io.rlscaler.simulator.agreement.Omissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the fast model agrees with the request-level one. {@code matrix} plays all cells of the
 * matrix again, on all cores, and prints which share of each part the fast model meets; {@code
 * matrix FILE} makes the data anew instead and writes it to a file; {@code omissions} prints what
 * the fast model leaves out, and by how much.
 */
final class AgreementReport {
  private static final String OMISSIONS = "omissions";

  /** The words that ask for it. */
  static final List<String> NAMES = List.of("matrix", OMISSIONS);

  private static final int RUNS = 16;
  private static final int PROGRESS_EVERY = 100;

  private AgreementReport() {}

  /** Exits with 0, or 1 when a cell does not give its numbers again. */
  static int run(List<String> words) {
    if (words.get(0).equals(OMISSIONS)) {
      omissions();
      return 0;
    }
    if (words.size() > 1) {
      make(Path.of(words.get(1)));
      return 0;
    }
    AgreementMatrix data = AgreementMatrix.load();
    AgreementMatrix again = MatrixMaker.again(data);
    print(again);
    for (int i = 0; i < data.rows().size(); i++) {
      if (!again.rows().get(i).equals(data.rows().get(i))) {
        System.err.println(
            "bench: found "
                + again.rows().get(i).line()
                + ", expected "
                + data.rows().get(i).line());
        return 1;
      }
    }
    return 0;
  }

  private static void make(Path file) {
    AtomicInteger count = new AtomicInteger();
    AgreementMatrix made =
        MatrixMaker.make(
            row -> {
              if (count.incrementAndGet() % PROGRESS_EVERY == 0) {
                System.err.println("bench: " + count + " cells, the latest " + row.line());
              }
            });
    try {
      Files.writeString(file, made.text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    print(made);
  }

  private static void print(AgreementMatrix matrix) {
    int met = 0;
    for (Map.Entry<?, Agreement> part : matrix.compare().entrySet()) {
      String name = part.getKey().toString().toLowerCase(Locale.ROOT);
      line("matrix_" + name + "_cells", part.getValue().cells(), "cells");
      line("matrix_" + name + "_met", part.getValue().share(), "share");
      met += part.getValue().met();
    }
    line("matrix_cells", matrix.rows().size(), "cells");
    line("matrix_met", (double) met / matrix.rows().size(), "share");
  }

  private static void line(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "%s %.4g %s%n", name, value, unit);
  }

  private static void omissions() {
    System.out.println("| what is switched on | exact violation share | fast model |");
    System.out.println("|---|---|---|");
    for (Omissions.Row row : Omissions.table(RUNS)) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.5f (%.5f) | %.5f |%n",
          row.what(),
          row.exact(),
          row.standardError(),
          row.fast());
    }
  }
}
