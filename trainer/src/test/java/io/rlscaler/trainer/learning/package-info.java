/** Tests of how a policy comes to be. */
@NullMarked
package io.rlscaler.trainer.learning;

import org.jspecify.annotations.NullMarked;
