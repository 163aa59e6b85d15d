/** The Kubernetes operator: reconcilers, tick engine, adapters and telemetry. */
@NullMarked
package io.rlscaler.operator;

import org.jspecify.annotations.NullMarked;
