package io.rlscaler.simulator.workload;

import java.util.List;
import java.util.SplittableRandom;

/** Chooses the replica of a request among the ready ones, of which there is at least one. */
enum Router {
  /** Any replica with a free slot, from a random one on; if none has, any. */
  FREE {
    @Override
    Replica choose(List<Replica> ready, int slots, SplittableRandom random) {
      int count = ready.size();
      int from = random.nextInt(count);
      for (int i = 0; i < count; i++) {
        int k = from + i;
        Replica candidate = ready.get(k < count ? k : k - count);
        if (candidate.busy < slots) {
          return candidate;
        }
      }
      return ready.get(from);
    }
  },
  /** One at random. */
  RANDOM {
    @Override
    Replica choose(List<Replica> ready, int slots, SplittableRandom random) {
      return ready.get(random.nextInt(ready.size()));
    }
  },
  /** The less loaded of two at random. */
  POWER_OF_TWO {
    @Override
    Replica choose(List<Replica> ready, int slots, SplittableRandom random) {
      int count = ready.size();
      int i = random.nextInt(count);
      Replica first = ready.get(i);
      if (count == 1) {
        return first;
      }
      int k = random.nextInt(count - 1);
      Replica second = ready.get(k < i ? k : k + 1);
      return second.load() < first.load() ? second : first;
    }
  },
  /** The least loaded, the first from a random one on when several are. */
  LEAST_LOADED {
    @Override
    Replica choose(List<Replica> ready, int slots, SplittableRandom random) {
      int count = ready.size();
      int from = random.nextInt(count);
      Replica best = ready.get(from);
      for (int i = 1; i < count && best.load() > 0; i++) {
        int k = from + i;
        Replica candidate = ready.get(k < count ? k : k - count);
        if (candidate.load() < best.load()) {
          best = candidate;
        }
      }
      return best;
    }
  };

  /** The router of a service. */
  static Router of(ServiceModel.Routing routing) {
    return switch (routing) {
      case CENTRAL -> FREE;
      case RANDOM -> RANDOM;
      case POWER_OF_TWO -> POWER_OF_TWO;
      case LEAST_LOADED -> LEAST_LOADED;
    };
  }

  abstract Replica choose(List<Replica> ready, int slots, SplittableRandom random);
}
