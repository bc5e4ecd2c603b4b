/**
 * The consumer's metrics and its summary line. Every other package counts here. Must not know any
 * of them.
 */
@NullMarked
package io.eventpipeline.consumer.observe;

import org.jspecify.annotations.NullMarked;
