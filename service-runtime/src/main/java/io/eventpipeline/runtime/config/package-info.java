/**
 * What all services share about settings: how a message may name a value without showing a secret.
 */
@NullMarked
package io.eventpipeline.runtime.config;

import org.jspecify.annotations.NullMarked;
