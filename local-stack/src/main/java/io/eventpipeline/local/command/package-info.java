/** What a person asks of the local pipeline. */
@NullMarked
package io.eventpipeline.local.command;

import org.jspecify.annotations.NullMarked;
