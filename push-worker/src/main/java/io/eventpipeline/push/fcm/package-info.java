/**
 * Sends to Firebase Cloud Messaging by its HTTP v1 API, or in a dry run only to the log.
 *
 * <p>Before: {@code send}, whose {@link io.eventpipeline.push.send.PushSender} it implements.
 * After: FCM and Google's token endpoint. Knows no Redis. Its log lines and results hold no device
 * token, no access token and no body.
 */
@NullMarked
package io.eventpipeline.push.fcm;

import org.jspecify.annotations.NullMarked;
