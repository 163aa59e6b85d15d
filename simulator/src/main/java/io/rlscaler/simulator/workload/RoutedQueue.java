package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * Requests that meet single replicas: with a queue per replica or one for all, clients that give up
 * and try again, limited queues, replicas that warm up, drain or crash. Goes from event to event:
 * arrivals, ends of work, ends of patience and of backoff, ends of draining.
 *
 * <p>A request has the same work at every attempt, drawn when it arrives, so that two runs with the
 * same seed see the same requests whatever the replicas. A slot keeps the speed that its replica
 * had when it began.
 */
final class RoutedQueue implements RequestQueue {
  private final WorkloadModel model;
  private final boolean central;
  private final int slots;
  private final RequestLog log;
  private final SplittableRandom services;
  private final SplittableRandom choices;
  private final SampleTable work;
  private final Router router;

  private final Attempts attempts = new Attempts();
  private final ReplicaSet replicas = new ReplicaSet(attempts);

  /** What waits for any replica: all under one queue, else what came when there was none. */
  private final AttemptList front = new AttemptList(attempts);

  /** Ends of work and of backoff by row; ends of draining as -1 - id of the replica. */
  private final EventHeap events = new EventHeap();

  private final Deadlines deadlines = new Deadlines();
  private double now;
  private int waiting;
  private int busy;
  private int busyReady;
  private double busySeconds;
  private double utilization;
  private int open;

  RoutedQueue(
      WorkloadModel model, RequestLog log, SplittableRandom services, SplittableRandom choices) {
    this.model = model;
    this.log = log;
    this.services = services;
    this.choices = choices;
    ServiceModel service = model.service();
    central = service.routing() == ServiceModel.Routing.CENTRAL;
    slots = service.slots();
    work = SampleTable.of(service.distribution(), service.variation());
    router = Router.of(service.routing());
  }

  @Override
  public void step(
      int step, ArrivalStream arrivals, ReadyReplicas ready, double begin, double end) {
    now = begin;
    busySeconds = 0;
    change(ready);
    double mean = model.service().meanSeconds();
    for (double t = arrivals.next(); t < Double.POSITIVE_INFINITY; t = arrivals.next()) {
      run(t);
      advance(t);
      log.arrive(step);
      open++;
      send(attempts.add(t, mean * work.draw(services), step, 0));
    }
    run(end);
    advance(end);
    double capacity = (double) replicas.ready().size() * slots * (end - begin);
    utilization = capacity > 0 ? busySeconds / capacity : 0;
  }

  /** Handles all events up to a time. */
  private void run(double until) {
    double event = events.firstTime();
    double deadline = deadlines.firstTime();
    while (Math.min(event, deadline) <= until && Math.min(event, deadline) < Double.MAX_VALUE) {
      if (event <= deadline) {
        advance(event);
        handle(events.removeFirst());
      } else {
        advance(deadline);
        giveUp(deadlines.removeFirst());
      }
      event = events.firstTime();
      deadline = deadlines.firstTime();
    }
  }

  private void advance(double time) {
    busySeconds += busyReady * (time - now);
    now = time;
  }

  private void change(ReadyReplicas target) {
    for (int i = 0; i < target.crashed() && !replicas.ready().isEmpty(); i++) {
      Replica crashed = replicas.removeAtRandom(choices);
      busyReady -= crashed.busy;
      kill(crashed);
      replicas.forget(crashed);
    }
    while (replicas.ready().size() > target.count()) {
      Replica removed = replicas.removeNewest();
      busyReady -= removed.busy;
      events.add(now + model.life().drainSeconds(), -1 - removed.id);
    }
    while (replicas.ready().size() < target.count()) {
      replicas.add();
    }
    replicas.warm(target.warming(), model.life().warmUp().speed());
    placeFront();
  }

  /** Gives what waits in front to the replicas, in order, as far as they take it. */
  private void placeFront() {
    int free = replicas.ready().size() * slots - busyReady;
    while (front.size() > 0 && !replicas.ready().isEmpty() && (free > 0 || !central)) {
      int row = front.poll();
      waiting--;
      free--;
      place(row, router.choose(replicas.ready(), slots, choices));
    }
  }

  /** An attempt reaches the service. */
  private void send(int row) {
    boolean none = replicas.ready().isEmpty();
    if (none || (central && busyReady >= replicas.ready().size() * slots)) {
      long limit = (long) model.queueLimit() * Math.max(1, replicas.ready().size());
      if (front.size() >= limit) {
        reject(row);
        return;
      }
      enqueue(front, row, Attempts.NONE);
    } else {
      Replica replica = router.choose(replicas.ready(), slots, choices);
      if (replica.busy >= slots && replica.queue.size() >= model.queueLimit()) {
        reject(row);
        return;
      }
      place(row, replica);
    }
    if (model.clients().timeoutSeconds() < Double.POSITIVE_INFINITY) {
      deadlines.add(now + model.clients().timeoutSeconds(), attempts.ticket(row));
    }
  }

  private void place(int row, Replica replica) {
    if (replica.busy < slots) {
      start(row, replica);
    } else {
      enqueue(replica.queue, row, replica.id);
    }
  }

  private void enqueue(AttemptList queue, int row, int replica) {
    queue.add(row);
    attempts.replica[row] = replica;
    waiting++;
  }

  private void start(int row, Replica replica) {
    attempts.state[row] = Attempts.SERVED;
    attempts.replica[row] = replica.id;
    attempts.startedAt[row] = now;
    replica.busy++;
    busy++;
    busyReady += replica.ready ? 1 : 0;
    events.add(now + attempts.work[row] / replica.speed, row);
  }

  private void handle(int number) {
    if (number < 0) {
      Replica drained = replicas.get(-1 - number);
      kill(drained);
      replicas.forget(drained);
    } else if (attempts.state[number] == Attempts.BACKING_OFF) {
      send(number);
    } else if (attempts.state[number] == Attempts.KILLED) {
      attempts.release(number);
    } else {
      end(number);
    }
  }

  /** The work on an attempt is done. */
  private void end(int row) {
    Replica replica = replicas.get(attempts.replica[row]);
    replica.busy--;
    busy--;
    busyReady -= replica.ready ? 1 : 0;
    if (attempts.state[row] == Attempts.SERVED) {
      double arrivedAt = attempts.arrivedAt[row];
      log.answer(attempts.step[row], attempts.startedAt[row] - arrivedAt, now - arrivedAt);
      open--;
    }
    attempts.release(row);
    int next = central && replica.ready ? front.poll() : replica.queue.poll();
    if (next != Attempts.NONE) {
      waiting--;
      start(next, replica);
    }
  }

  /** A client's patience with an attempt ends, if the attempt is still under way. */
  private void giveUp(long ticket) {
    int row = (int) ticket;
    if (!attempts.isValid(ticket)) {
      return;
    }
    byte state = attempts.state[row];
    if (state == Attempts.WAITING) {
      int replica = attempts.replica[row];
      (replica == Attempts.NONE ? front : replicas.get(replica).queue).leave(row);
      waiting--;
      fail(row);
    } else if (state == Attempts.SERVED) {
      attempts.state[row] = Attempts.ABANDONED;
      fail(row);
    }
  }

  private void reject(int row) {
    fail(row);
    attempts.release(row);
  }

  /** The request of a failed attempt is sent again later, or lost; the row stays. */
  private void fail(int row) {
    int number = attempts.number[row];
    if (number >= model.clients().retries()) {
      log.lose(attempts.step[row]);
      open--;
      return;
    }
    int retry =
        attempts.add(attempts.arrivedAt[row], attempts.work[row], attempts.step[row], number + 1);
    attempts.state[retry] = Attempts.BACKING_OFF;
    events.add(now + Math.scalb(model.clients().backoffSeconds(), number), retry);
  }

  /** Ends a replica with all that it has. */
  private void kill(Replica replica) {
    int[] victims = work(replica);
    busy -= replica.busy;
    replica.busy = 0;
    for (int row : victims) {
      boolean awaited = attempts.state[row] == Attempts.SERVED;
      attempts.state[row] = Attempts.KILLED;
      if (awaited) {
        fail(row);
      }
    }
    for (int row = replica.queue.poll(); row != Attempts.NONE; row = replica.queue.poll()) {
      waiting--;
      reject(row);
    }
  }

  /** What a replica works on: found by the events of its end. */
  private int[] work(Replica replica) {
    int[] rows = new int[replica.busy];
    int found = 0;
    for (int i = 0; found < rows.length; i++) {
      int row = events.number(i);
      if (row >= 0 && works(row, replica)) {
        rows[found++] = row;
      }
    }
    return rows;
  }

  private boolean works(int row, Replica replica) {
    byte state = attempts.state[row];
    return attempts.replica[row] == replica.id
        && (state == Attempts.SERVED || state == Attempts.ABANDONED);
  }

  @Override
  public void finish() {
    run(Double.POSITIVE_INFINITY);
    for (int row = front.poll(); row != Attempts.NONE; row = front.poll()) {
      waiting--;
      log.lose(attempts.step[row]);
      open--;
      attempts.release(row);
    }
  }

  @Override
  public int waiting() {
    return waiting;
  }

  @Override
  public int inService() {
    return busy;
  }

  @Override
  public int open() {
    return open;
  }

  @Override
  public double utilization() {
    return utilization;
  }
}
