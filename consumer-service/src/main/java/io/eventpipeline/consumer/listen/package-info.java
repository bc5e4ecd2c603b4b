/**
 * Reads the topic and commits what is final. The only package that knows Kafka.
 *
 * <p>Before: Kafka's poll thread, which enters at {@link
 * io.eventpipeline.consumer.listen.EventListener} and turns in {@link
 * io.eventpipeline.consumer.listen.PollThread}. After: {@code engine}, which gets the decoded
 * records; {@code offset} says what may be committed. Must not know how events are ordered, handled
 * or stored.
 */
@NullMarked
package io.eventpipeline.consumer.listen;

import org.jspecify.annotations.NullMarked;
