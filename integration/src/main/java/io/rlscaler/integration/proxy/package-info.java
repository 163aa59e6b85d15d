/**
 * A proxy in front of the API server that makes the faults of a bad day at chosen requests, and
 * lets a test act at an exact moment between two of them.
 */
@NullMarked
package io.rlscaler.integration.proxy;

import org.jspecify.annotations.NullMarked;
