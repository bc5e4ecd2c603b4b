/**
 * A fake of Firebase Cloud Messaging: Google's token endpoint and the send endpoint of the HTTP v1
 * API on one port, with scripted answers and a record of every request.
 *
 * <p>It refuses what FCM would refuse, and its error messages quote tokens as FCM's may. Shares no
 * code with the push worker.
 */
@NullMarked
package io.eventpipeline.testbed.fcm;

import org.jspecify.annotations.NullMarked;
