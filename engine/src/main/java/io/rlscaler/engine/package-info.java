/** The decision core: observation in, decision out, without Kubernetes. */
@NullMarked
package io.rlscaler.engine;

import org.jspecify.annotations.NullMarked;
