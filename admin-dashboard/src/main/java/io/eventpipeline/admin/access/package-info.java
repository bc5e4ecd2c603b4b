/**
 * Who may see and do what. Before: HTTP. After: the audit, and sessions in Redis. Knows no page but
 * its own.
 */
@NullMarked
package io.eventpipeline.admin.access;

import org.jspecify.annotations.NullMarked;
