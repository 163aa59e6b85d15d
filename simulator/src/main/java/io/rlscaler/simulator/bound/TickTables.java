package io.rlscaler.simulator.bound;

import io.rlscaler.simulator.bound.TickTraffic.Step;
import io.rlscaler.simulator.bound.TickTraffic.Tick;
import io.rlscaler.simulator.workload.FastModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of all ticks. Ticks share a table when their rates are equal after rounding down to a
 * geometric grid of .1 %, which lowers the bound by as much at most.
 */
final class TickTables {
  private static final double CELL = 0.001;

  private final TickTable[] tables;
  private final double[] requests;
  private final double[] knownSeconds;

  TickTables(TickTraffic traffic, FastModel model, ReplicaCells cells) {
    int count = traffic.count();
    tables = new TickTable[count];
    requests = new double[count];
    knownSeconds = new double[count];
    TickTable.Builder builder = new TickTable.Builder(model, cells);
    Map<List<Step>, TickTable> shared = new HashMap<>();
    for (int k = 0; k < count; k++) {
      Tick tick = traffic.tick(k);
      requests[k] = tick.requests();
      knownSeconds[k] = tick.knownSeconds();
      Tick rounded = rounded(tick);
      tables[k] = shared.computeIfAbsent(rounded.steps(), steps -> builder.build(rounded));
    }
  }

  private static Tick rounded(Tick tick) {
    List<Step> steps = new ArrayList<>(tick.steps().size());
    double arrived = 0;
    for (Step step : tick.steps()) {
      double cell = Math.floor(Math.log(step.rate()) / CELL + 1e-9);
      double rate = step.rate() > 0 ? Math.exp(cell * CELL) : 0;
      steps.add(new Step(rate, step.seconds()));
      arrived += rate * step.seconds();
    }
    return new Tick(List.copyOf(steps), arrived, tick.knownSeconds());
  }

  int count() {
    return tables.length;
  }

  TickTable table(int tick) {
    return tables[tick];
  }

  double requests(int tick) {
    return requests[tick];
  }

  double knownSeconds(int tick) {
    return knownSeconds[tick];
  }
}
