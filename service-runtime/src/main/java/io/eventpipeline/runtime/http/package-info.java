/** What the HTTP APIs of several services share. */
@NullMarked
package io.eventpipeline.runtime.http;

import org.jspecify.annotations.NullMarked;
