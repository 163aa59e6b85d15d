package io.rlscaler.operator.signal;

import io.rlscaler.prometheus.InstantResult;
import io.rlscaler.prometheus.QueryFailure;
import io.rlscaler.prometheus.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a source said to one query: its samples indexed by workload, or its failure. */
sealed interface Answer {

  /** The query failed; {@code failure} carries no part of the response. */
  record Failed(QueryFailure failure) implements Answer {}

  /** A successful answer. */
  final class Index implements Answer {
    private final String namespaceLabel;
    private final String workloadLabel;
    private final boolean partial;
    private final Optional<String> missingLabel;
    private final Map<Key, List<Sample>> byWorkload = new HashMap<>();

    private record Key(String namespace, String workload) {}

    Index(InstantResult result, String namespaceLabel, String workloadLabel) {
      this.namespaceLabel = namespaceLabel;
      this.workloadLabel = workloadLabel;
      partial = result.partial();
      missingLabel = missingLabel(result.samples());
      for (Sample sample : result.samples()) {
        String namespace = sample.labels().getOrDefault(namespaceLabel, "");
        String workload = sample.labels().getOrDefault(workloadLabel, "");
        byWorkload
            .computeIfAbsent(new Key(namespace, workload), k -> new ArrayList<>(1))
            .add(sample);
      }
    }

    private Optional<String> missingLabel(List<Sample> samples) {
      for (String label : List.of(namespaceLabel, workloadLabel)) {
        if (!samples.isEmpty() && samples.stream().noneMatch(s -> s.labels().containsKey(label))) {
          return Optional.of(label);
        }
      }
      return Optional.empty();
    }

    boolean partial() {
      return partial;
    }

    /** A label that no sample has although workloads are told apart by it. */
    Optional<String> missingLabel() {
      return missingLabel;
    }

    /** The samples of one workload: of its namespace, with all labels of {@code match}. */
    List<Sample> find(String namespace, Map<String, String> match) {
      String workload = match.get(workloadLabel);
      if (workload != null) {
        List<Sample> candidates = byWorkload.getOrDefault(new Key(namespace, workload), List.of());
        return match.size() == 1 ? candidates : matching(candidates, match);
      }
      List<Sample> found = new ArrayList<>();
      byWorkload.forEach(
          (key, samples) -> {
            if (key.namespace().equals(namespace)) {
              found.addAll(matching(samples, match));
            }
          });
      return found;
    }

    private static List<Sample> matching(List<Sample> samples, Map<String, String> match) {
      return samples.stream()
          .filter(sample -> sample.labels().entrySet().containsAll(match.entrySet()))
          .toList();
    }
  }
}
