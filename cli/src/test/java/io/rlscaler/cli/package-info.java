/** Tests of the command line. */
@NullMarked
package io.rlscaler.cli;

import org.jspecify.annotations.NullMarked;
