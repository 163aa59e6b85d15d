/** A client of the HTTP API of Prometheus: instant and range queries with time and size limits. */
@NullMarked
package io.rlscaler.prometheus;

import org.jspecify.annotations.NullMarked;
