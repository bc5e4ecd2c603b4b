package io.eventpipeline.admin.mask;

import java.util.Set;

/**
 * A text without its masked values.
 *
 * @param text with the mask in their places
 * @param values what was there: strings and numbers, as they may be quoted elsewhere
 */
record Found(String text, Set<String> values) {}
