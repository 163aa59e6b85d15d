/** Which decision is to blame: from what an episode cost to the return of each of its decisions. */
@NullMarked
package io.rlscaler.trainer.credit;

import org.jspecify.annotations.NullMarked;
