/**
 * Notes what operators do, before and after. Before: the caller's action. Knows no dead letters.
 */
@NullMarked
package io.eventpipeline.admin.audit;

import org.jspecify.annotations.NullMarked;
