/** Numbers that other programs computed, for tests. */
@NullMarked
package io.rlscaler.trainer.golden;

import org.jspecify.annotations.NullMarked;
