package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.NextSeq;
import java.util.List;

/**
 * What a claim came to, for one lane.
 *
 * @param codes one for each event, in their order
 * @param next where the user's order was when the script ran
 */
public record Claimed(List<ClaimCode> codes, NextSeq next) {}
