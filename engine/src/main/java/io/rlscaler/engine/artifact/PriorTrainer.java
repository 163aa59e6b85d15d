package io.rlscaler.engine.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Port to whatever can learn priors in this installation: what policies believe of a workload
 * before they have seen it. Found by {@link java.util.ServiceLoader}; an installation without the
 * trainer has none.
 */
public interface PriorTrainer {
  /**
   * Fits priors and writes them as one document; the same traces give the same bytes.
   *
   * @param traces files of the traces to learn from, of at least two data sets
   * @param file where the document goes; a file in its place is replaced
   * @param listener hears how far it is, and how well the priors do on data sets left out
   * @throws IllegalArgumentException when there are too few traces to learn from, or one is
   *     impossible; the message says what was found and what was expected
   * @throws IOException when a file cannot be read or written, or is no trace; the message names it
   */
  void train(List<Path> traces, Path file, PolicyTrainer.Listener listener) throws IOException;
}
