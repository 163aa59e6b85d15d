/**
 * The rlscaler command: one class per command, each a thin shell that parses, calls a library and
 * prints. Data goes to standard output, messages to standard error.
 */
@NullMarked
package io.rlscaler.cli;

import org.jspecify.annotations.NullMarked;
