/** Tests of episodes. */
@NullMarked
package io.rlscaler.simulator.episode;

import org.jspecify.annotations.NullMarked;
