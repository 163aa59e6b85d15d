/**
 * The operator's process: its configuration, the wiring of all parts by hand, and the tick engine
 * that runs the control loop apart from reconciliation.
 */
@NullMarked
package io.rlscaler.operator;

import org.jspecify.annotations.NullMarked;
