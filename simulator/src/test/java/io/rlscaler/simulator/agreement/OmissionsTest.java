package io.rlscaler.simulator.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.agreement.Omissions.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class OmissionsTest {

  @Test
  void whatTheFastModelKnowsItMeetsAndTheRestOfTheTableDiffersAsItShould() {
    List<Row> rows = Omissions.table(6);
    for (String known : List.of("one queue, nothing else", "routing RANDOM")) {
      Row row = row(rows, known);
      double allowed = Math.max(.0005, .15 * row.exact()) + 4 * row.standardError();
      assertThat(row.fast()).as(known).isCloseTo(row.exact(), within(allowed));
    }
    double plain = row(rows, "one queue, nothing else").exact();
    // each several times the plain share, which is known to a fifth of itself
    assertThat(row(rows, "arrivals of dispersion 20").exact()).isGreaterThan(3 * plain);
    assertThat(row(rows, "routing RANDOM").exact()).isGreaterThan(2 * plain);
    // a short queue rejects instead of letting wait, to the good of what comes behind
    assertThat(row(rows, "at most 5 waiting per replica").exact()).isLessThan(plain);
    assertThat(rows).hasSize(14);
  }

  private static Row row(List<Row> rows, String what) {
    return rows.stream().filter(row -> row.what().equals(what)).findFirst().orElseThrow();
  }
}
