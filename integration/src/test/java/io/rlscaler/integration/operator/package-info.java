/** The operator as a process of its own, under its ServiceAccount, on a real control plane. */
@NullMarked
package io.rlscaler.integration.operator;

import org.jspecify.annotations.NullMarked;
