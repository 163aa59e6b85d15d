/** Export of policies as ONNX with their contract. */
@NullMarked
package io.rlscaler.trainer;

import org.jspecify.annotations.NullMarked;
