package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** 1 to 1000 events in the analytics form. The document shows it as an array of objects. */
@Schema(name = "AnalyticsEvents")
interface AnalyticsEvents extends List<AnalyticsEventBody> {}
