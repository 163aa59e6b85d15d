/**
 * The service that is scaled, without machines: it follows the ready replicas of a Deployment, runs
 * the simulator's queue in real time and shows the metrics of a real service to a real Prometheus.
 */
@NullMarked
package io.rlscaler.integration.service;

import org.jspecify.annotations.NullMarked;
