/** The rlscaler command. */
@NullMarked
package io.rlscaler.cli;

import org.jspecify.annotations.NullMarked;
