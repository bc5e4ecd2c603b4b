package io.eventpipeline.admin.page;

/**
 * A part of a page.
 *
 * @param name of the element, {@code [a-z-]+}
 * @param html what it holds now
 */
public record LivePart(String name, String html) {}
