/**
 * What the pipeline promises, tested from outside: the built jars run as processes of their own
 * against a real broker and a real Redis.
 */
@NullMarked
package io.eventpipeline.acceptance;

import org.jspecify.annotations.NullMarked;
