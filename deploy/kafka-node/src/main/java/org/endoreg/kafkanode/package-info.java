/**
 * One Kafka broker and KRaft controller in a process of its own, so that it can be killed and
 * restarted like a real one.
 */
@NullMarked
package org.endoreg.kafkanode;

import org.jspecify.annotations.NullMarked;
