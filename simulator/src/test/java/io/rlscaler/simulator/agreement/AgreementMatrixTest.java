package io.rlscaler.simulator.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.simulator.agreement.AgreementMatrix.Agreement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgreementMatrixTest {
  private static final AgreementMatrix MATRIX = AgreementMatrix.load();
  private static final Map<Part, Agreement> PARTS = MATRIX.compare();

  @Test
  void hasAtLeast1200CellsAndOneHundredInEachPartHalfOfThemTelling() {
    assertThat(PARTS).containsOnlyKeys(Part.values());
    assertThat(PARTS.values()).allMatch(part -> part.cells() >= 100);
    assertThat(MATRIX.rows().size()).isGreaterThanOrEqualTo(1200);
    assertThat(MATRIX.rows().stream().filter(MatrixRow::isTelling).count())
        .isGreaterThanOrEqualTo(MATRIX.rows().size() / 2);
  }

  @Test
  void theFastModelMeets99PercentOfAllCellsAnd97PercentOfEachPart() {
    assertThat(PARTS)
        .allSatisfy((part, agreement) -> assertThat(agreement.share()).isGreaterThanOrEqualTo(.97));
    int met = PARTS.values().stream().mapToInt(Agreement::met).sum();
    assertThat((double) met / MATRIX.rows().size()).isGreaterThanOrEqualTo(.99);
  }

  /** Thirty cells, other ones in every version of the data but the same in every run. */
  @Test
  void randomCellsPlayedAgainGiveTheSameNumbersAndOtherSeedsTheSameShares() {
    List<MatrixRow> rows = new ArrayList<>(MATRIX.rows());
    Collections.shuffle(rows, new Random(MATRIX.text().hashCode()));
    for (MatrixRow row : rows.subList(0, 30)) {
      assertThat(MatrixMaker.again(row)).isEqualTo(row);
      ExactShare known = row.exact();
      ExactShare other = ExactShare.of(row.cell(), -known.seed(), known.runs());
      // four standard errors of the difference, and one rare event in either
      double allowed =
          4 * Math.hypot(known.standardError(), other.standardError()) + 3.0 / known.requests();
      assertThat(other.share()).as(row.line()).isCloseTo(known.share(), within(allowed));
    }
  }

  @Test
  void rowsSurviveBeingWrittenAndRead() {
    assertThat(MATRIX.text().lines().skip(1).map(MatrixRow::parse).toList())
        .isEqualTo(MATRIX.rows());
    assertThatThrownBy(() -> MatrixRow.parse("scale,1"))
        .hasMessage("found line scale,1, expected " + MatrixRow.HEADER);
  }

  @Test
  void aRowIsMetWithinTheToleranceAndTwoStandardErrors() {
    MatrixRow rare = new MatrixRow(Part.SCALE, 0, 0, new ExactShare(.001, .0001, 1, 2, 10));
    assertThat(rare.isMetBy(.00169)).isTrue();
    assertThat(rare.isMetBy(.00171)).isFalse();
    MatrixRow common = new MatrixRow(Part.SCALE, 0, 0, new ExactShare(.1, 0, 1, 2, 10));
    assertThat(common.isMetBy(.0851)).isTrue();
    assertThat(common.isMetBy(.0849)).isFalse();
  }
}
