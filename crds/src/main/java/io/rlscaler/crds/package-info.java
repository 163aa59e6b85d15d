/**
 * The custom resources of RLScaler: one class for each kind, records for their parts, and the value
 * types that their strings stand for. The API server validates what is stored, so the records
 * accept whatever it hands out and fill in the schema's defaults; the strings are parsed, and may
 * be refused, where they are used.
 */
@NullMarked
package io.rlscaler.crds;

import org.jspecify.annotations.NullMarked;
