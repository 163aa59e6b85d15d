/** Keeps a policy within a budget of cost while it is trained for reward. */
@NullMarked
package io.rlscaler.trainer.constraint;

import org.jspecify.annotations.NullMarked;
