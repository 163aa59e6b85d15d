/** Tests of the fit: it must find what made a history, and say when it cannot. */
@NullMarked
package io.rlscaler.simulator.fitting;

import org.jspecify.annotations.NullMarked;
