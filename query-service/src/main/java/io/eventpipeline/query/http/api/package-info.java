/** What the API looks like from outside: bodies, and the texts of the OpenAPI document. */
@NullMarked
package io.eventpipeline.query.http.api;

import org.jspecify.annotations.NullMarked;
