package io.eventpipeline.admin.overview;

/** What the page shows beside the strip. */
public record OverviewPage() {}
