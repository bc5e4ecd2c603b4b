/**
 * A small shop that sends events: the plan of what it sends, the sender, and the counts. The plan
 * is pure: the same seed plans the same events. Knows the HTTP API; no code of the services.
 */
@NullMarked
package io.eventpipeline.local.simulate;

import org.jspecify.annotations.NullMarked;
