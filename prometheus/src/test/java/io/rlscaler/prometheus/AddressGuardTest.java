package io.rlscaler.prometheus;

import static io.rlscaler.prometheus.Queries.AT;
import static io.rlscaler.prometheus.Queries.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rlscaler.prometheus.QueryFailure.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static final String GOOD =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "::1",
        "::",
        "fe80::1",
        "febf::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::169.254.169.254"
      })
  void loopbackLinkLocalAndUnspecifiedAddressesAreLocal(String address) throws Exception {
    assertThat(AddressGuard.isLocal(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.253.0.1",
        "128.0.0.1",
        "fd00::1",
        "2001:db8::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1"
      })
  void otherAddressesAreNotLocal(String address) throws Exception {
    assertThat(AddressGuard.isLocal(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"})
  void aHostThatLeadsToLoopbackIsNotAskedUnlessAllowed(String host) throws Exception {
    try (RawServer server = RawServer.answering(RawServer.json(200, GOOD))) {
      QueryFailure failure =
          failureOf(PrometheusEndpoint.of(URI.create("http://" + host + ":" + server.port())));

      assertThat(failure.kind()).isEqualTo(Kind.REFUSED_ADDRESS);
      assertThat(failure).hasMessageContaining("allowLoopback");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void oneLocalAddressAmongOthersIsEnoughToRefuse() throws Exception {
    InetAddress[] mixed = {InetAddress.getByName("192.0.2.1"), InetAddress.getLoopbackAddress()};
    try (PrometheusClient client =
        new PrometheusClient(
            PrometheusEndpoint.of(URI.create("http://prometheus.example")), host -> mixed)) {
      assertThat(failureOf(client.query("up", AT)).kind()).isEqualTo(Kind.REFUSED_ADDRESS);
    }
  }

  @Test
  void theAddressIsCheckedForEachRequest() throws Exception {
    InetAddress harmless = InetAddress.getByName("192.0.2.1");
    InetAddress metadata = InetAddress.getByName("169.254.169.254");
    Iterator<InetAddress> answers = List.of(harmless, metadata).iterator();
    AddressGuard guard = new AddressGuard(host -> new InetAddress[] {answers.next()}, false);
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(URI.create("http://prometheus.example"));

    assertThatCode(() -> guard.check(endpoint)).doesNotThrowAnyException();
    assertThatCode(() -> guard.check(endpoint))
        .hasMessageContaining("prometheus.example:80 resolves to");
  }

  @Test
  void aNameThatDoesNotResolveIsAConnectionFailure() throws Exception {
    try (PrometheusClient client =
        new PrometheusClient(
            PrometheusEndpoint.of(URI.create("https://prometheus.example")),
            host -> {
              throw new UnknownHostException(host);
            })) {
      QueryFailure failure = failureOf(client.query("up", AT));

      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure).hasMessage("the host of prometheus.example:443 does not resolve");
    }
  }
}
