/**
 * A policy as bytes: its files, its digest and the admission of its ONNX graph. Bytes in, verdict
 * out; nothing here starts an inference.
 */
@NullMarked
package io.rlscaler.engine.artifact;

import org.jspecify.annotations.NullMarked;
