/** Makes HTML of templates, and answers errors. Before: pages and access. Knows none of them. */
@NullMarked
package io.eventpipeline.admin.html;

import org.jspecify.annotations.NullMarked;
