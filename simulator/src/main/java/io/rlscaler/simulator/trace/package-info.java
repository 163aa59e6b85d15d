/**
 * Traffic as regularly stepped request rates: reading, writing, cutting, scaling, changing and
 * synthesising it. A stretch without data is unknown, never zero. Nothing here knows replicas
 * beyond their capacity.
 */
@NullMarked
package io.rlscaler.simulator.trace;

import org.jspecify.annotations.NullMarked;
