/**
 * From weights to a policy that the engine admits: the actor's network, its ONNX graph, the check
 * that both compute the same, and the artifact's files.
 */
@NullMarked
package io.rlscaler.trainer.export;

import org.jspecify.annotations.NullMarked;
