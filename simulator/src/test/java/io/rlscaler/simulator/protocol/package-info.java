@NullMarked
package io.rlscaler.simulator.protocol;

import org.jspecify.annotations.NullMarked;
