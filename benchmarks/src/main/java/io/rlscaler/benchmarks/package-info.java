/** JMH and end-to-end benchmarks. */
@NullMarked
package io.rlscaler.benchmarks;

import org.jspecify.annotations.NullMarked;
