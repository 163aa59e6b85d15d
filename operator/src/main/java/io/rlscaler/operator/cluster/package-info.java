/**
 * What the operator sees of and does to the cluster: targets and their scale, other autoscalers,
 * namespaces, kill switches and the lease.
 */
@NullMarked
package io.rlscaler.operator.cluster;

import org.jspecify.annotations.NullMarked;
