package io.rlscaler.trainer.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.forecast.Forecaster;
import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorsDocumentTest {
  private static final PriorsDocument DOCUMENT =
      new PriorsDocument(
          List.of(prior(30, 0.1), prior(60, -1.0 / 3)),
          List.of(new TraceDigest("a_1min", "sha256:ab")));

  private final Path file;

  PriorsDocumentTest(@TempDir Path directory) {
    file = directory.resolve("priors.json");
  }

  private static ForecastPrior prior(double startUpSeconds, double coefficient) {
    return new ForecastPrior(
        startUpSeconds, Collections.nCopies(Forecaster.REGRESSORS, coefficient), 0.0625);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    DOCUMENT.write(file);
    assertThat(PriorsDocument.read(file)).isEqualTo(DOCUMENT);
  }

  @Test
  void theFieldsAreThoseOfTheContract() throws IOException {
    DOCUMENT.write(file);
    assertThat(Files.readString(file))
        .startsWith(
            """
            {
              "schema" : "rlscaler.priors/v1",
              "forecastPrior" : [ {
                "startUpSeconds" : 30.0,
                "coefficients" : [ 0.1, 0.1,""")
        .endsWith(
            """
                "sigma" : 0.0625
              } ],
              "traces" : [ {
                "name" : "a_1min",
                "digest" : "sha256:ab"
              } ]
            }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rlscaler.priors/v1        | rlscaler.priors/v2 | schema: found "rlscaler.priors/v2", expected "rlscaler.priors/v1"
          "traces" :                | "tracks" :         | traces: Missing
          "traces" :                | "more" : 1, "traces" : | more: Unrecognized field
          "sigma" : 0.0625          | "sigma" : null     | forecastPrior[0].sigma: found null, expected a value
          "sigma" : 0.0625          | "sigma" : -1       | forecastPrior[0]: forecastPrior: found a value that is not finite, a negative sigma
          "startUpSeconds" : 60.0   | "startUpSeconds" : 30.0 | forecastPrior[1].startUpSeconds: found 30.0 after 30.0, expected rising times
          "coefficients" : [ 0.1,   | "coefficients" : [ | forecastPrior.coefficients: found 12 values, expected 13
          "name" : "a_1min",        | "name" : "a", "name" : "b", | Duplicate field 'name'
          "name" : "a_1min",        | "name" : "a", "more" : 1,   | traces[0].more
          "digest" : "sha256:ab"    | "digest" : 3       | traces[0].digest
          """)
  void aBadDocumentIsRefusedByFileAndField(String found, String replaced, String message)
      throws IOException {
    DOCUMENT.write(file);
    String text = Files.readString(file);
    assertThat(text).contains(found);
    int at = text.indexOf(found);
    Files.writeString(file, text.substring(0, at) + replaced + text.substring(at + found.length()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PriorsDocument.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message);
  }
}
