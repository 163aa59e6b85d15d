/**
 * The custom resources: specs translated into workloads, and status, conditions and events computed
 * from decisions and written on change only.
 */
@NullMarked
package io.rlscaler.operator.resource;

import org.jspecify.annotations.NullMarked;
