/**
 * A client of the HTTP API of Prometheus: instant and range queries under a time and a size limit.
 * Every way in which an answer can fail to come, or come wrong, is one {@link
 * io.rlscaler.prometheus.QueryFailure}; what a number means for scaling is none of this package's
 * business.
 */
@NullMarked
package io.rlscaler.prometheus;

import org.jspecify.annotations.NullMarked;
