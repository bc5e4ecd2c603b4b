package io.eventpipeline.query.window;

import io.eventpipeline.query.reference.TableRef;
import org.jspecify.annotations.Nullable;

/**
 * Redis at one moment: the mirror holds exactly what was in these seconds then.
 *
 * @param first second of the window
 * @param last second of the window: that of the moment, by Redis' clock
 * @param table the reference table of that moment; null if there was none
 */
public record WindowView(long first, long last, @Nullable TableRef table) {}
