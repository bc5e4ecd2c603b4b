package io.eventpipeline.testbed.rig;

/**
 * Where services find the servers.
 *
 * @param kafka bootstrap servers
 * @param redis a URI
 */
record ServerAddresses(String kafka, String redis) {}
