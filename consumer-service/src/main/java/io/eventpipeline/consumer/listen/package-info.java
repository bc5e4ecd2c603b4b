/**
 * Reads the topic, carries out the steps that {@code order} decides, and commits what is final.
 *
 * <p>Two threads meet here: Kafka's poll thread ({@link
 * io.eventpipeline.consumer.listen.PollThread}) and the loop ({@link
 * io.eventpipeline.consumer.listen.EventLoop}), which owns all state of lanes. After: {@code
 * order}.
 */
@NullMarked
package io.eventpipeline.consumer.listen;

import org.jspecify.annotations.NullMarked;
