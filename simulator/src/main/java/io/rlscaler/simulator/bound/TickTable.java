package io.rlscaler.simulator.bound;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import io.rlscaler.simulator.workload.ServiceModel.Routing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one tick's traffic does under every cell of replicas and every level of waiting work: the
 * share of its requests that violates the objective, and the work that waits behind it.
 *
 * <p>Rows are runs of neighbouring cells. They are single cells where violations depend on the
 * count; a run of several is served as by its highest count: runs that shrink by a fifth below a
 * heavy overload, and that grow by an eighth where an empty queue stays empty.
 *
 * <p>Where each replica has a queue of its own, nothing waits behind a tick: a replica that is
 * removed takes its queue with it, so that the work does not stay as it is when the count changes.
 */
final class TickTable {
  private static final double HIGHEST_UTILIZATION = 1.3;
  private static final double MOST_REPLICAS_OVER_LOAD = 3;
  private static final double RUN_ABOVE = 1.12;
  private static final double RUN_BELOW = 0.8;
  private static final double CALM = 1e-8;
  private static final int L = WaitLevels.COUNT;

  private final int base;
  private final int[] firstCells;
  private final float[] violations;
  private final short[] waiting;

  private TickTable(int base, int[] firstCells, float[] violations, short[] waiting) {
    this.base = base;
    this.firstCells = firstCells;
    this.violations = violations;
    this.waiting = waiting;
  }

  /** Grid index of level 1 of this tick. */
  int base() {
    return base;
  }

  int rows() {
    return firstCells.length - 1;
  }

  /** First cell of a row; that of the row behind the last is the number of cells. */
  int firstCell(int row) {
    return firstCells[row];
  }

  /** The row of a cell. */
  int row(int cell) {
    int found = Arrays.binarySearch(firstCells, cell);
    return found >= 0 ? found : -found - 2;
  }

  double violation(int row, int level) {
    return violations[row * L + level];
  }

  /** Grid index of the work that waits behind the tick. */
  short waiting(int row, int level) {
    return waiting[row * L + level];
  }

  /** Builds tables of one service; not thread-safe. */
  static final class Builder {
    private final FastModel model;
    private final ReplicaCells cells;
    private final boolean central;
    private final FastModel.State state = new FastModel.State();

    Builder(FastModel model, ReplicaCells cells) {
      this.model = model;
      this.cells = cells;
      central = model.service().routing() == Routing.CENTRAL;
    }

    TickTable build(TickTraffic.Tick tick) {
      double seconds = tick.seconds();
      double load = tick.requests() / seconds / model.service().capacity();
      int base = WaitLevels.base(load, model.latencyThreshold());
      Rows rows = new Rows(tick, seconds, base);
      int last = cells.count() - 1;
      int cell = cells.atLeast((int) (load / HIGHEST_UTILIZATION));
      rows.addBelow(cell);
      while (cell < last && !rows.isCalm()) {
        cell++;
        rows.add(cell, cell);
      }
      while (cell < last) {
        int from = cell + 1;
        boolean far = cells.high(cell) > MOST_REPLICAS_OVER_LOAD * load;
        cell = far ? last : Math.max(from, cells.atLeast((int) (cells.high(cell) * RUN_ABOVE)));
        rows.add(from, cell);
      }
      return rows.table();
    }

    /** Work that waits behind the tick; the violations are in {@code shares}. */
    private double run(TickTraffic.Tick tick, int replicas, double work, double[] shares) {
      ServiceModel service = model.service();
      double wait = work / replicas;
      state.restore(wait, variation(replicas, wait, tick), replicas);
      double violating = 0;
      for (TickTraffic.Step step : tick.steps()) {
        model.step(state, step.rate(), replicas, step.seconds());
        violating += state.scoredRequests() * state.violationShare();
      }
      double waiting = state.backlog() * service.meanSeconds() / service.slots();
      model.finish(state);
      violating += state.scoredRequests() * state.violationShare();
      shares[0] = tick.requests() > 0 ? violating / tick.requests() : 0;
      return waiting;
    }

    /** The variation of a wait that grew within one tick: the least that it can have. */
    private double variation(int replicas, double wait, TickTraffic.Tick tick) {
      if (wait == 0) {
        return 1;
      }
      ServiceModel service = model.service();
      double squared = service.variation() * service.variation();
      double perSecond =
          (1 + squared) * service.meanSeconds() / ((double) replicas * service.slots());
      return Math.min(1, perSecond * tick.seconds() / (wait * wait));
    }

    private final class Rows {
      private final TickTraffic.Tick tick;
      private final int base;
      private final double bare;
      private final List<Integer> firstCells = new ArrayList<>();
      private float[] violations = new float[16 * L];
      private short[] waiting = new short[16 * L];

      Rows(TickTraffic.Tick tick, double seconds, int base) {
        this.tick = tick;
        this.base = base;
        double bareShare = model.service().exceedance(model.latencyThreshold());
        bare = seconds > 0 && tick.requests() > 0 ? bareShare : 0;
      }

      /** Rows for all cells up to one. */
      void addBelow(int cell) {
        List<Integer> ends = new ArrayList<>();
        for (int end = cell; end >= 0; end = below(end)) {
          ends.add(0, end);
        }
        int from = 0;
        for (int end : ends) {
          add(from, end);
          from = end + 1;
        }
      }

      private int below(int cell) {
        int end = cells.atLeast((int) (cells.high(cell) * RUN_BELOW));
        return Math.min(cell - 1, end);
      }

      void add(int from, int to) {
        int row = firstCells.size();
        firstCells.add(from);
        if ((row + 1) * L > violations.length) {
          violations = Arrays.copyOf(violations, 2 * violations.length);
          waiting = Arrays.copyOf(waiting, 2 * waiting.length);
        }
        double[] share = new double[1];
        for (int level = 0; level < L; level++) {
          double left = run(tick, cells.high(to), WaitLevels.work(base, level), share);
          violations[row * L + level] = (float) share[0];
          waiting[row * L + level] = central ? WaitLevels.index(left) : WaitLevels.EMPTY;
        }
      }

      boolean isCalm() {
        return violations[(firstCells.size() - 1) * L] < bare + CALM;
      }

      TickTable table() {
        int rows = firstCells.size();
        int[] first = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
          first[i] = firstCells.get(i);
        }
        first[rows] = cells.count();
        return new TickTable(
            base, first, Arrays.copyOf(violations, rows * L), Arrays.copyOf(waiting, rows * L));
      }
    }
  }
}
