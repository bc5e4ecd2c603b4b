package io.eventpipeline.testbed.chaos;

import java.util.List;

/** What operators did in a round, and what they see at its end. */
record Operations(ReplayEvidence replays, List<PauseHold> pauses, DashboardEvidence dashboard) {}
