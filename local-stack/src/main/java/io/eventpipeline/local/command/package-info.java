/**
 * The commands of the pipeline script: {@code up}, {@code demo}, {@code simulate} and {@code
 * train}.
 *
 * <p>Knows the processes of {@code io.eventpipeline.local}, the HTTP API and the keys in Redis that
 * it shows; no code of the services.
 */
@NullMarked
package io.eventpipeline.local.command;

import org.jspecify.annotations.NullMarked;
