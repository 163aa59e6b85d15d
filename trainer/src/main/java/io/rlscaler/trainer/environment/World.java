package io.rlscaler.trainer.environment;

import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;

/**
 * All that an environment is made of, apart from the policy.
 *
 * @param scenario the workload and how it is seen
 * @param load the traffic of the whole episode
 * @param settings what is set outside the net
 * @param meanLoad mean replica load of the traffic
 */
public record World(Scenario scenario, OfferedLoad load, PolicySettings settings, double meanLoad) {

  /** Takes the mean of the load. */
  public World(Scenario scenario, OfferedLoad load, PolicySettings settings) {
    this(scenario, load, settings, load.trace().mean() / scenario.service().capacity());
  }

  /** Requests/s that one replica serves. */
  double capacity() {
    return scenario.service().capacity();
  }

  /** Time between two decisions [s]. */
  double periodSeconds() {
    return scenario.period().toMillis() / 1000.0;
  }

  /** Decisions within one start-up time, a part counting as a whole one. */
  public int startUpSteps() {
    return (int) Math.ceil(scenario.startUp().medianSeconds() / periodSeconds());
  }

  /** Decisions for which a count is held before it falls. */
  public int holdSteps() {
    return (int) (settings.holdSeconds() / periodSeconds());
  }
}
