/**
 * What all pages share: layout, status strip, assets, live updates. Before: the pages. After:
 * templates, Redis. Knows no single page.
 */
@NullMarked
package io.eventpipeline.admin.page;

import org.jspecify.annotations.NullMarked;
