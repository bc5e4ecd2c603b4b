/** Checks payloads against the JSON Schemas of their types, if the operator gave any. */
@NullMarked
package io.eventpipeline.runtime.schema;

import org.jspecify.annotations.NullMarked;
