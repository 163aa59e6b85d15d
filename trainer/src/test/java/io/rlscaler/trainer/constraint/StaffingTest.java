package io.rlscaler.trainer.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

/**
 * A staffing problem whose optimum is known.
 *
 * <p>Customers come at random with an offered load of a = 8 or a = 20, each half of the time. For
 * each time n servers are hired, a + 1 to a + 10. The fewest servers are wanted with which at most
 * a share d = .2 of customers waits. In an M/M/n queue a customer waits with Erlang's probability
 *
 * <pre>
 * B(0) = 1,  B(n) = a B(n-1) / (n + a B(n-1)),  C(n) = B(n) / (1 - a/n (1 - B(n)))
 * </pre>
 *
 * C is convex in n, so the Lagrangian E[n] + lambda (E[C] - d) is least where each load has hired
 * all servers that lower its C by more than 1 / lambda. The budget is kept with equality, hence the
 * optimal multiplier is 1 / (C(n-1) - C(n)) of the server that, hired in the order of what they
 * bring, takes E[C] past d; that one is hired part of the time, which E[C] = d fixes. Here it is
 * the 25th server at a = 20: lambda = 11.24, while the neighbours in the order have 9.51 and 15.22.
 */
class StaffingTest {
  private static final double LIMIT = .2;

  @Test
  void theAnalyticOptimumIsTheOneOfTheDerivation() {
    Staffing.Optimum optimum = Staffing.optimum(LIMIT);
    assertThat(Staffing.waiting(2, 1)).isCloseTo(1. / 3, offset(1e-12));
    assertThat(optimum.multiplier()).isCloseTo(11.24, offset(.005));
  }

  @Test
  void theMultiplierAndTheCostOfStaffEndAtTheOptimum() {
    Staffing.Optimum optimum = Staffing.optimum(LIMIT);
    try (StaffingTraining training = new StaffingTraining(LIMIT, 1)) {
      for (int i = 0; i < StaffingTraining.ITERATIONS; i++) {
        training.iterate(i);
      }
      assertThat(training.lateMultiplier()).isCloseTo(optimum.multiplier(), withPercentage(10));
      assertThat(training.lateCost()).isCloseTo(LIMIT, withPercentage(5));
      assertThat(training.lateServers()).isCloseTo(optimum.servers(), withPercentage(2));
    }
  }
}
