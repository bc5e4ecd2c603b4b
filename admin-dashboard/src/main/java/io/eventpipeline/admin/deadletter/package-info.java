/**
 * Dead letters: list, filter, edit, mark, purge. Before: an operator's wish. After: {@code replay}.
 * Knows no Kafka.
 */
@NullMarked
package io.eventpipeline.admin.deadletter;

import org.jspecify.annotations.NullMarked;
