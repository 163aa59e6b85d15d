package io.rlscaler.simulator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double TRUTH = 0.9;

  /** Cost of b over that of a, both in each cell. */
  private static Estimate ratio(List<CellResult> cells) {
    List<Bootstrap.Member> members =
        cells.stream()
            .map(result -> new Bootstrap.Member(result.cell(), new CellSums(result)))
            .toList();
    return Bootstrap.ratioOfSums(
            members,
            (member, weights) -> member.sums().cost("b", weights),
            (member, weights) -> member.sums().cost("a", weights))
        .orElseThrow();
  }

  @Test
  void intervalCoversTheTruthAboutAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(7);
    int samples = 150;
    int covered = 0;
    for (int i = 0; i < samples; i++) {
      covered += ratio(sample(random)).interval().covers(TRUTH) ? 1 : 0;
    }
    // 90 % less what percentile intervals lack with eight sources, plus and minus three standard
    // errors of 150 trials (7 points)
    assertThat(covered / (double) samples).isBetween(0.77, 0.97);
  }

  /** Eight sources of two traces of six days; each level shifts the ratio of the costs. */
  private static List<CellResult> sample(SplittableRandom random) {
    List<CellResult> cells = new ArrayList<>();
    for (int source = 0; source < 8; source++) {
      double ofSource = 0.05 * random.nextGaussian();
      for (int trace = 0; trace < 2; trace++) {
        double ofTrace = ofSource + 0.03 * random.nextGaussian();
        double[] ofDay = random.doubles(6, -0.05, 0.05).toArray();
        cells.add(
            SampleRuns.result(
                SampleRuns.cell("s" + source, trace),
                6,
                SampleRuns.run("a", 6, day -> 1000, 0),
                SampleRuns.run("b", 6, day -> 1000 * (TRUTH + ofTrace + ofDay[day]), 0)));
      }
    }
    return cells;
  }

  @Test
  void tracesOfOneSourceCountAsOneWitnessWhereSourcesDiffer() {
    List<CellResult> fewSources = new ArrayList<>();
    List<CellResult> manySources = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      double cost = i % 2 == 0 ? 800 : 1000;
      fewSources.add(cell("s" + i % 2, i, cost));
      manySources.add(cell("s" + i, i, cost));
    }
    Interval few = ratio(fewSources).interval();
    Interval many = ratio(manySources).interval();
    // with two sources a resample holds one of them alone in half of all cases
    assertThat(few).isEqualTo(new Interval(0.8, 1));
    assertThat(many.high() - many.low()).isCloseTo(0.08, within(0.02));
  }

  private static CellResult cell(String source, int trace, double cost) {
    return SampleRuns.result(
        SampleRuns.cell(source, trace),
        3,
        SampleRuns.run("a", 3, day -> 1000, 0),
        SampleRuns.run("b", 3, day -> cost, 0));
  }

  @Test
  void ratioWithoutAReliableDivisorIsUnknown() {
    List<Bootstrap.Member> members =
        List.of(cell("s1", 1, 900), cell("s2", 2, 1100)).stream()
            .map(result -> new Bootstrap.Member(result.cell(), new CellSums(result)))
            .toList();
    // the divisor is +100 in one source and -100 or less in the other
    assertThat(
            Bootstrap.ratioOfSums(
                members,
                (member, weights) -> 1,
                (member, weights) -> member.sums().cost("b", weights) - 2800))
        .isEmpty();
    assertThat(Bootstrap.ratioOfSums(List.of(), (member, w) -> 1, (member, w) -> 1)).isEmpty();
  }
}
