package org.endoreg.platform.outbox;

/** A record of the outbox that the broker does not have yet. */
record Pending(long sequence, String topic, String key, String record) {}
