/** Rules of traffic from logs, Prometheus and load profiles. */
@NullMarked
package io.rlscaler.simulator.trace.source;

import org.jspecify.annotations.NullMarked;
