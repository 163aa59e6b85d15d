/** A real control plane without nodes, and the tests that run on it. */
@NullMarked
package io.rlscaler.integration;

import org.jspecify.annotations.NullMarked;
