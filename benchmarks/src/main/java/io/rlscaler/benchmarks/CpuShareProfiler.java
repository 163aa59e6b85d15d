package io.rlscaler.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How much of one core an iteration had: its CPU time over its wall time. Well below 1, other
 * processes held the core, and the measured times are theirs too.
 */
public final class CpuShareProfiler implements InternalProfiler {
  /** Label of the result. */
  static final String LABEL = "cpu.share";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long wallBefore;
  private long cpuBefore;

  /** JMH makes one in each fork. */
  public CpuShareProfiler() {}

  @Override
  public String getDescription() {
    return "share of one core that an iteration had";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    wallBefore = System.nanoTime();
    cpuBefore = system.getProcessCpuTime();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double cpu = system.getProcessCpuTime() - cpuBefore;
    double share = cpu / (System.nanoTime() - wallBefore);
    return List.of(new ScalarResult(LABEL, share, "cores", AggregationPolicy.AVG));
  }
}
