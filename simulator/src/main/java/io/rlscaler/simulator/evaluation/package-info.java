/**
 * The evaluation of controllers against each other: what was run, what it says with its
 * uncertainty, the gate and the verdict. Nothing here simulates; the pages and tables that show the
 * result live in the report package.
 */
@NullMarked
package io.rlscaler.simulator.evaluation;

import org.jspecify.annotations.NullMarked;
