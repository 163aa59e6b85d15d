/**
 * What a service does with traffic: the work of a request, the queue in front of the replicas and
 * the life of a replica. Time is an argument everywhere; nothing here knows a controller.
 */
@NullMarked
package io.rlscaler.simulator.workload;

import org.jspecify.annotations.NullMarked;
