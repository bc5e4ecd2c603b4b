package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.TcpProxy;

/**
 * The connections of the first consumer, which a fault can cut while all others stay.
 *
 * @param redis leads to Redis
 * @param kafka leads to the broker
 */
public record Cables(TcpProxy redis, TcpProxy kafka) {}
