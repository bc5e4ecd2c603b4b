/**
 * The operator's commands of the pipeline script. Only this package knows the command line and the
 * local pipeline.
 */
@NullMarked
package io.eventpipeline.admin.command;

import org.jspecify.annotations.NullMarked;
