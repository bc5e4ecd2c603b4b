package io.eventpipeline.admin.overview;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last hour, as the charts draw it. All lists have the same length; null where nobody knows.
 *
 * @param at unix seconds
 * @param in events a second that came
 * @param done events a second that became final
 * @param failed events a second that became dead letters
 * @param waiting events that were not final
 * @param oldest how long the oldest of them waited, in seconds
 */
@Serdeable
record HourChart(
    List<Long> at,
    List<@Nullable Double> in,
    List<@Nullable Double> done,
    List<@Nullable Double> failed,
    List<@Nullable Double> waiting,
    List<@Nullable Double> oldest) {}
