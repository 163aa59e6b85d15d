/**
 * The control loop and what it speaks of: workloads, decisions, reasons, and the ports through
 * which it meets the outside world. Nothing here reads a clock, sleeps, or knows Kubernetes.
 */
@NullMarked
package io.rlscaler.engine;

import org.jspecify.annotations.NullMarked;
