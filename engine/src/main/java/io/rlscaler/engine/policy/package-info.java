/**
 * The learned policy: feature schema, action table, contract and ONNX inference. Names, order and
 * meaning of features and actions live here and are digested into the contract.
 */
@NullMarked
package io.rlscaler.engine.policy;

import org.jspecify.annotations.NullMarked;
