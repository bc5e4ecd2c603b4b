/**
 * Users that wait: why and until when; pause one, let it go on. Before: what the consumers show in
 * Redis. Knows no dead letters.
 */
@NullMarked
package io.eventpipeline.admin.user;

import org.jspecify.annotations.NullMarked;
