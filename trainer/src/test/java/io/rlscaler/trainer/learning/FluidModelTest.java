package io.rlscaler.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.Transition;
import io.rlscaler.trainer.environment.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class FluidModelTest {
  /** Large counts, so that rounding up to a whole replica is small against a difference. */
  private static final double LOAD = 60;

  private static World world(double strictness, int holdSeconds) {
    Trace trace = Trace.of("flat", Duration.ofMinutes(1), constant(120, LOAD * 100));
    return new World(
        Scenario.DEFAULT,
        new OfferedLoad(trace, 0),
        new PolicySettings(strictness, 0, holdSeconds, 0, OptionalDouble.empty()));
  }

  private static double[] constant(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  private static Segment segment(World world, double... loads) {
    List<Transition> transitions = new ArrayList<>();
    for (double load : loads) {
      transitions.add(new Transition(new float[0], new float[0], 1, 0, 0, LOAD, 0, load, 0, 1));
    }
    return new Segment(world, transitions);
  }

  @Test
  void aHigherLevelCostsMoreAndViolatesLess() {
    World world = world(100, 0);
    Segment segment = segment(world, constant(12, LOAD));
    FluidModel model = new FluidModel(world);
    FluidModel.Outcome low = model.play(segment, constant(12, -1));
    FluidModel.Outcome high = model.play(segment, constant(12, 2));
    assertThat(high.cost()).isGreaterThan(low.cost());
    assertThat(high.violationShare()).isLessThan(low.violationShare());
  }

  @Test
  void withoutViolationsTheSlopeIsThatOfTheReplicas() {
    World world = world(1, 0);
    Segment segment = segment(world, constant(12, LOAD / 3));
    FluidModel.Outcome at = new FluidModel(world).play(segment, constant(12, 2));
    // replicas grow as exp(.03 sinh(l)): by .03 cosh(2) of themselves per level
    double replicas = at.cost() * world.meanLoad();
    double slope = replicas * 0.03 * Math.cosh(2) / world.meanLoad() / 12;
    assertThat(at.gradient()[5]).isCloseTo(slope, within(0.02 * slope));
  }

  @Test
  void aShortageLowersTheLossWhereTheFewestReplicasWereAskedFor() {
    World world = world(100, 0);
    double[] loads = constant(12, LOAD);
    loads[9] = 1.3 * LOAD;
    double[] levels = constant(12, 3);
    levels[7] = 2;
    FluidModel.Outcome at = new FluidModel(world).play(segment(world, loads), levels);
    // a start-up of 60 s is four decisions: decision 7 is the smallest within them
    assertThat(at.gradient()[7]).isNegative();
    assertThat(at.gradient()[6]).isPositive();
  }

  @Test
  void aHeldCountHasTheSlopeOfTheDecisionThatAskedForIt() {
    World world = world(1, 60);
    double[] levels = constant(12, 0);
    levels[4] = 3;
    FluidModel.Outcome at =
        new FluidModel(world).play(segment(world, constant(12, LOAD / 3)), levels);
    assertThat(at.gradient()[5]).isZero();
    // decisions 4 to 8 stand on it
    assertThat(at.gradient()[4]).isGreaterThan(4 * at.gradient()[0]);
  }

  @Test
  void beyondTheTableNoSlopeLeadsFurtherAway() {
    World world = world(10_000, 0);
    FluidModel.Outcome at =
        new FluidModel(world).play(segment(world, constant(12, 9 * LOAD)), constant(12, 7));
    assertThat(at.gradient()).containsOnly(0);
  }
}
