/**
 * What people and programs read of episodes: JSON documents, timelines, the verdict in words, and
 * the self-contained HTML page. Figures are computed once and quoted everywhere.
 */
@NullMarked
package io.rlscaler.simulator.report;

import org.jspecify.annotations.NullMarked;
