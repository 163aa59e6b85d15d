package io.rlscaler.simulator.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.simulator.bound.TickTraffic.Step;
import io.rlscaler.simulator.bound.TickTraffic.Tick;
import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Distribution;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickTableTest {
  /** A tick with the load of five replicas on two. */
  private static short waitingBehindAnOverload(Routing routing) {
    ServiceModel service = new ServiceModel(4, .04, .5, Distribution.LOG_NORMAL, routing);
    TickTable.Builder builder =
        new TickTable.Builder(FastModel.of(service, .25), new ReplicaCells(2, 10, 10));
    TickTable table = builder.build(new Tick(List.of(new Step(500, 15)), 7500, 15));
    return table.waiting(table.row(0), 0);
  }

  @Test
  void workWaitsBehindATickInOneQueueOnly() {
    // three replicas too few for 15 s leave 45 replica-seconds
    assertThat(waitingBehindAnOverload(Routing.CENTRAL)).isEqualTo(WaitLevels.index(45));
    assertThat(waitingBehindAnOverload(Routing.RANDOM)).isEqualTo(WaitLevels.EMPTY);
  }
}
