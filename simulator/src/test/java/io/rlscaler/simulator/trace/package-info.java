/** Rules of traces and their files. */
@NullMarked
package io.rlscaler.simulator.trace;

import org.jspecify.annotations.NullMarked;
