/** Tests of the matrix that holds the fast model against the request-level one. */
@NullMarked
package io.rlscaler.simulator.agreement;

import org.jspecify.annotations.NullMarked;
