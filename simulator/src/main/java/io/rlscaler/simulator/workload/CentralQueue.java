package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * One queue for all slots, first come first served, without events: the slots are a heap of the
 * times at which they become free, and a request starts at its arrival or at the earliest of these
 * times, if that lies before the end of the step; else it waits for the slots of the next step.
 *
 * <p>Service times are drawn in the order of the arrivals, so that two runs with the same seed give
 * a request the same work whatever the number of replicas.
 */
final class CentralQueue implements RequestQueue {
  private final int slotsPerReplica;
  private final double mean;
  private final SampleTable work;
  private final RequestLog log;
  private final SplittableRandom services;
  private final SplittableRandom removals;
  private final SlotHeap slots = new SlotHeap();
  private final TimeList draining = new TimeList();
  private final RequestRing queue = new RequestRing();
  private double started;
  private double utilization;
  private int inService;

  CentralQueue(
      ServiceModel service, RequestLog log, SplittableRandom services, SplittableRandom removals) {
    slotsPerReplica = service.slots();
    mean = service.meanSeconds();
    work = SampleTable.of(service.distribution(), service.variation());
    this.log = log;
    this.services = services;
    this.removals = removals;
  }

  @Override
  public void step(
      int step, ArrivalStream arrivals, ReadyReplicas replicas, double begin, double end) {
    resize(Math.multiplyExact(replicas.count(), slotsPerReplica), begin);
    double before = slots.remaining(begin);
    started = 0;
    serveQueue(end);
    for (double t = arrivals.next(); t < Double.POSITIVE_INFINITY; t = arrivals.next()) {
      log.arrive(step);
      if (slots.first() < end) {
        serve(t, step);
      } else {
        queue.add(t, step);
      }
    }
    draining.dropUntil(end);
    inService = slots.busy(end) + draining.size();
    double capacity = slots.size() * (end - begin);
    utilization = capacity > 0 ? (before + started - slots.remaining(end)) / capacity : 0;
  }

  private void resize(int count, double begin) {
    if (count > slots.size()) {
      slots.add(count - slots.size(), begin);
    } else if (count < slots.size()) {
      slots.removeAtRandom(slots.size() - count, removals, draining);
    }
  }

  private void serveQueue(double end) {
    while (queue.size() > 0 && slots.first() < end) {
      serve(queue.firstArrival(), queue.firstStep());
      queue.removeFirst();
    }
  }

  private void serve(double arrival, int step) {
    double start = Math.max(arrival, slots.first());
    double seconds = mean * work.draw(services);
    started += seconds;
    slots.replaceFirst(start + seconds);
    log.answer(step, start - arrival, start + seconds - arrival);
  }

  @Override
  public void finish() {
    serveQueue(Double.POSITIVE_INFINITY);
    while (queue.size() > 0) {
      log.lose(queue.firstStep());
      queue.removeFirst();
    }
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public int inService() {
    return inService;
  }

  /** What has begun is as good as answered. */
  @Override
  public int open() {
    return queue.size();
  }

  @Override
  public double utilization() {
    return utilization;
  }
}
