/**
 * Reads every accepted form of an event: own, CloudEvents, analytics and typed. Each becomes an
 * {@link io.eventpipeline.contract.EventDraft} or an {@link io.eventpipeline.contract.Event};
 * nothing behind this package knows forms. HTTP and Kafka share it, so an event means the same on
 * both ways in.
 */
@NullMarked
package io.eventpipeline.contract.forms;

import org.jspecify.annotations.NullMarked;
