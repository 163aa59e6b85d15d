/** The custom resources of RLScaler and their generated manifests. */
@NullMarked
package io.rlscaler.crds;

import org.jspecify.annotations.NullMarked;
