/**
 * Answers "why 7?": the last decisions of every scaler, and the HTTP server that tells them to
 * those who may read them, next to metrics and health.
 */
@NullMarked
package io.rlscaler.operator.explain;

import org.jspecify.annotations.NullMarked;
