package io.eventpipeline.testbed.chaos;

import java.util.List;

/** What operators did in a round. */
record Operations(ReplayEvidence replays, List<PauseHold> pauses) {}
