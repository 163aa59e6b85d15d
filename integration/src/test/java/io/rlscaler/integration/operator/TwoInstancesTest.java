package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.OperatorSettings;
import io.rlscaler.integration.proxy.Fault;
import io.rlscaler.integration.proxy.FaultProxy;
import io.rlscaler.integration.proxy.RequestFilter;
import io.rlscaler.integration.proxy.Rule;
import io.rlscaler.integration.service.SimulatedWorkload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two operators under the same service account; each has a proxy of its own, so that their requests
 * can be told apart.
 */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class TwoInstancesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT_LEASE = Duration.ofSeconds(4);
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final double LOW = 40;
  private static final double HIGH = 160;

  private final Scenario scenario;
  private final FaultProxy toFirst;
  private final FaultProxy toSecond;
  private final SimulatedWorkload web;
  private final List<Instant> triedByFirst = new CopyOnWriteArrayList<>();
  private final AtomicInteger writtenByFirst = new AtomicInteger();
  private final AtomicInteger writtenBySecond = new AtomicInteger();

  TwoInstancesTest(ControlPlane plane) {
    scenario = Scenario.start(plane);
    toFirst = FaultProxy.start(plane.server(), plane.authority());
    toSecond = FaultProxy.start(plane.server(), plane.authority());
    toFirst.add(
        RequestFilter.scaleWrites(), Fault.beforeForwarding(exchange -> triedByFirst.add(now())));
    toFirst.add(RequestFilter.scaleWrites(), count(writtenByFirst));
    toSecond.add(RequestFilter.scaleWrites(), count(writtenBySecond));
    web = scenario.workload("web", 3, TwoInstancesTest::restless);
    scenario.scaler("web", "Active", "");
  }

  @AfterEach
  void close() {
    scenario.close();
    toFirst.close();
    toSecond.close();
  }

  @Test
  void aLeaderStoppedBetweenReadingAndWritingAScaleDoesNotWriteAfterTheChangeOfHolder() {
    OperatorProcess first = startShort(toFirst, FIRST);
    await(() -> writtenByFirst.get() > 0);
    startShort(toSecond, SECOND);
    Rule held =
        toFirst.add(RequestFilter.scaleReads(), Fault.beforeDelivery(exchange -> first.pause()), 1);
    await(() -> held.matches() > 0);
    raise();
    await(() -> writtenBySecond.get() > 0);
    assertThat(holder()).isEqualTo(SECOND);
    List<Instant> tried = List.copyOf(triedByFirst);

    first.resume();
    web.follow(TwoInstancesTest::restless);
    first.awaitLog("No longer leading");
    int before = writtenBySecond.get();
    await(() -> writtenBySecond.get() >= before + 2);

    assertThat(scenario.decisions(first, "web").stream().map(d -> d.get("outcome").asText()))
        .last()
        .isEqualTo("not_leading");
    assertThat(triedByFirst).isEqualTo(tried);
    assertThat(holder()).isEqualTo(SECOND);
    assertEveryAcceptedWriteWasCounted();
  }

  @Test
  void aLeaderWhoseLeaseUpdatesAreRefusedStopsWritingBeforeTheLeasePassesOn() {
    OperatorProcess first = startShort(toFirst, FIRST);
    await(() -> writtenByFirst.get() > 0);
    startShort(toSecond, SECOND);
    Rule refused = toFirst.add(RequestFilter.leaseUpdates(), Fault.answer(500));
    await(() -> refused.matches() > 0);
    Instant renewed = renewTime();
    await(() -> writtenBySecond.get() > 0);
    assertThat(holder()).isEqualTo(SECOND);
    int before = writtenBySecond.get();
    refused.close();
    first.awaitLog("No longer leading");
    await(() -> writtenBySecond.get() >= before + 2);

    assertThat(triedByFirst).allMatch(at -> at.isBefore(renewed.plus(SHORT_LEASE)));
    assertThat(holder()).isEqualTo(SECOND);
    assertEveryAcceptedWriteWasCounted();
  }

  @Test
  void whenTheLeaderIsKilledTheOtherLeadsAndWritesWithinTwentySeconds() {
    OperatorProcess first = start(toFirst, FIRST);
    await(() -> writtenByFirst.get() > 0);
    start(toSecond, SECOND);
    Instant killed = now();
    first.kill();
    raise();
    await(() -> writtenBySecond.get() > 0);
    Instant takenOver = now();

    assertThat(holder()).isEqualTo(SECOND);
    assertThat(Duration.between(killed, takenOver)).isLessThan(Duration.ofSeconds(20));
  }

  /** Three seconds low, three seconds high, so that almost every second asks for another count. */
  private static double restless(Duration elapsed) {
    return elapsed.toMillis() % 6000 < 3000 ? LOW : HIGH;
  }

  /** A raise waits for no window, so the first decision of the next leader is one to write. */
  private void raise() {
    web.setRate(2 * HIGH);
  }

  private static Fault count(AtomicInteger accepted) {
    return Fault.beforeDelivery(
        exchange -> {
          if (exchange.status().orElseThrow() < 300) {
            accepted.incrementAndGet();
          }
        });
  }

  private OperatorSettings settings(FaultProxy proxy, String identity) {
    return OperatorSettings.of(scenario.installation().kubeconfig(proxy.uri()), identity);
  }

  private OperatorProcess start(FaultProxy proxy, String identity) {
    return scenario.operator(settings(proxy, identity));
  }

  private OperatorProcess startShort(FaultProxy proxy, String identity) {
    return scenario.operator(
        settings(proxy, identity)
            .withEnvironment("RLSCALER_LEASE_SECONDS", Long.toString(SHORT_LEASE.toSeconds()))
            .withEnvironment("RLSCALER_RENEW_SECONDS", "3")
            .withEnvironment("RLSCALER_RETRY_SECONDS", "1"));
  }

  private static void await(Callable<Boolean> condition) {
    Scenario.await(LIMIT).until(condition);
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private String holder() {
    return Objects.requireNonNull(scenario.lease().getSpec().getHolderIdentity());
  }

  private Instant renewTime() {
    return scenario.lease().getSpec().getRenewTime().toInstant();
  }

  private void assertEveryAcceptedWriteWasCounted() {
    await(() -> scenario.scaleWrites().size() == writtenByFirst.get() + writtenBySecond.get());
  }
}
