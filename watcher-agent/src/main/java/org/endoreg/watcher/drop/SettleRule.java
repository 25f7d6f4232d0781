package org.endoreg.watcher.drop;

import java.time.Duration;

/**
 * When a file counts as complete. Two layers, both must hold: {@code readings} readings in a row,
 * at least {@code interval} apart, found the size of the one before; and the whole snapshot has
 * stayed the same for {@code settle}. After {@code giveUp} without that, the file rests for {@code
 * rest} and is then looked at afresh.
 */
public record SettleRule(
    int readings, Duration interval, Duration settle, Duration giveUp, Duration rest) {}
