/**
 * Events that were skipped: list, and send again as new ones. Before: the consumer's notes. After:
 * Kafka.
 */
@NullMarked
package io.eventpipeline.admin.skipped;

import org.jspecify.annotations.NullMarked;
