/**
 * Checks for settings, and how to show settings without their secrets.
 *
 * <p>Before: the settings records of all packages. After: Micronaut. Knows no single setting.
 */
@NullMarked
package io.eventpipeline.runtime.config;

import org.jspecify.annotations.NullMarked;
