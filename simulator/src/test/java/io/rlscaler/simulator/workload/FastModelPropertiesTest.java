package io.rlscaler.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class FastModelPropertiesTest {
  private static final double STEP = 15;

  /**
   * Ten percent of the larger share and .0005 are allowed: the closure is within 15 % of the truth,
   * not monotone by construction.
   */
  @Property(tries = 300)
  void moreReplicasNeverRaiseTheViolationShare(
      @ForAll @IntRange(min = 1, max = 40) int replicas,
      @ForAll @IntRange(min = 1, max = 16) int slots,
      @ForAll @DoubleRange(min = .3, max = 2) double variation,
      @ForAll @DoubleRange(min = 2, max = 10) double threshold,
      @ForAll @DoubleRange(min = .1, max = 1.3) double rho,
      @ForAll Distribution distribution) {
    ServiceModel service = new ServiceModel(slots, .2, variation, distribution, Routing.CENTRAL);
    double rate = rho * replicas * service.capacity();
    double few = share(service, threshold, rate, replicas);
    double more = share(service, threshold, rate, replicas + 1);
    assertThat(more).isLessThanOrEqualTo(few + .0005 + .1 * few);
  }

  /** Twice the traffic on twice the replicas waits less: pooling. */
  @Property(tries = 300)
  void doublingTrafficAndReplicasNeverHurts(
      @ForAll @IntRange(min = 1, max = 30) int replicas,
      @ForAll @DoubleRange(min = .3, max = .97) double rho,
      @ForAll @DoubleRange(min = 2, max = 10) double threshold) {
    ServiceModel service = new ServiceModel(4, .1, .7, Distribution.LOG_NORMAL, Routing.CENTRAL);
    double rate = rho * replicas * service.capacity();
    double single = share(service, threshold, rate, replicas);
    double twice = share(service, threshold, 2 * rate, 2 * replicas);
    assertThat(twice).isLessThanOrEqualTo(single + .0005 + .1 * single);
  }

  @Property(tries = 300)
  void scoresAreProbabilitiesWhateverHappens(
      @ForAll long seed,
      @ForAll boolean central,
      @ForAll Distribution distribution,
      @ForAll @DoubleRange(min = .05, max = 4) double variation,
      @ForAll @DoubleRange(min = .5, max = 100) double threshold) {
    Routing routing = central ? Routing.CENTRAL : Routing.RANDOM;
    ServiceModel service = new ServiceModel(3, .2, variation, distribution, routing);
    FastModel model = FastModel.of(service, threshold * .2);
    FastModel.State state = new FastModel.State();
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 200; k++) {
      double rate = random.nextInt(4) == 0 ? 0 : random.nextDouble(600);
      model.step(state, rate, random.nextInt(20), STEP);
      assertThat(state.violationShare()).isBetween(0.0, 1.0);
      assertThat(state.waitProbability()).isBetween(0.0, 1.0);
      assertThat(state.utilization()).isBetween(0.0, 1.0);
      assertThat(state.meanWait()).isBetween(0.0, 1e6);
      assertThat(state.backlog()).isBetween(0.0, 1e6);
    }
  }

  private static double share(ServiceModel service, double threshold, double rate, int replicas) {
    FastModel model = FastModel.of(service, threshold * service.meanSeconds());
    FastModel.State state = new FastModel.State();
    double sum = 0;
    for (int k = 0; k < 40; k++) {
      model.step(state, rate, replicas, STEP);
      sum += k > 0 ? state.violationShare() : 0;
    }
    return sum / 39;
  }
}
