package io.rlscaler.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusEndpointTest {
  private static final URI URI_OF_SERVER = URI.create("https://prometheus.monitoring:9090");

  @Test
  void defaultsAreThoseOfTheResource() {
    assertThat(PrometheusEndpoint.of(URI_OF_SERVER))
        .isEqualTo(
            new PrometheusEndpoint(
                URI_OF_SERVER,
                Duration.ofSeconds(5),
                32 * 1024 * 1024,
                new Authentication.None(),
                Optional.empty(),
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "file:///etc/passwd",
        "//host",
        "http:///path",
        "http://user:secret@host",
        "http://host?a=b",
        "http://host#a",
        "http://host:0",
        "http://host:65536",
        "http://127.1",
        "http:opaque"
      })
  void aUriThatIsNotABaseOfAServerIsRefused(String uri) {
    assertThatThrownBy(() -> PrometheusEndpoint.of(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected")
        .hasMessageNotContaining("secret");
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(URI_OF_SERVER);
    assertThatThrownBy(() -> endpoint.withTimeout(Duration.ZERO))
        .hasMessageContaining("found PT0S");
    assertThatThrownBy(() -> endpoint.withTimeout(Duration.ofHours(2)))
        .hasMessageContaining("found PT2H");
    assertThatThrownBy(() -> endpoint.withMaxResponse(0)).hasMessageContaining("found 0");
  }

  @ParameterizedTest
  @CsvSource({
    "http://host, http://host/x, host:80",
    "https://host/, https://host/x, host:443",
    "http://host:9090/a/b//, http://host:9090/a/b/x, host:9090"
  })
  void apiPathsAreBelowThePathOfTheEndpoint(String base, URI expected, String name) {
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(URI.create(base));
    assertThat(endpoint.resolve("/x")).isEqualTo(expected);
    assertThat(endpoint.hostAndPort()).isEqualTo(name);
  }

  @Test
  void secretsAreNotShown() {
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.of(URI_OF_SERVER)
            .withAuthentication(new Authentication.Basic("user", () -> "secret"));
    assertThat(endpoint.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> new Authentication.Basic("a:b", () -> "secret"))
        .hasMessage("expected a user name without a colon, found 'a:b'");
  }
}
