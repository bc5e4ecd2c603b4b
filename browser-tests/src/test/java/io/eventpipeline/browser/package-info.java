/**
 * Tests of the dashboard in a real Chromium, against a whole pipeline of processes. They look at
 * the page as a person does: by roles, names and texts. Uses the rig of the testbed, and no code of
 * the services.
 */
@NullMarked
package io.eventpipeline.browser;

import org.jspecify.annotations.NullMarked;
