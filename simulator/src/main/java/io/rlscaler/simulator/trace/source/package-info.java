/**
 * Traffic from where people have it: access logs, Prometheus, load profiles. Each becomes a {@link
 * io.rlscaler.simulator.trace.Trace}; what cannot be understood is an error that names the place.
 */
@NullMarked
package io.rlscaler.simulator.trace.source;

import org.jspecify.annotations.NullMarked;
