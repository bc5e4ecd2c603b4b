/** Hashes of bytes. Pure. */
@NullMarked
package io.eventpipeline.runtime.digest;

import org.jspecify.annotations.NullMarked;
