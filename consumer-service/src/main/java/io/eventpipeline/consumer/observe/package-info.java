/**
 * Shows how it goes: meters and health. Knows the other packages only by what they say of
 * themselves.
 */
@NullMarked
package io.eventpipeline.consumer.observe;

import org.jspecify.annotations.NullMarked;
