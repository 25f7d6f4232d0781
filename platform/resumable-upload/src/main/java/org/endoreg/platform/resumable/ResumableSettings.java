package org.endoreg.platform.resumable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of resumable uploads, below the prefix {@code endoreg.resumable}. */
@ConfigMapping(prefix = "endoreg.resumable")
public interface ResumableSettings {
  /** Largest file in bytes; a file of exactly this size is accepted. */
  @WithDefault("1073741824")
  long maxBytes();

  /** After so many new bytes a checkpoint makes them durable. */
  @WithDefault("16777216")
  long checkpointBytes();

  /** After so long a checkpoint is made however few bytes came. */
  @WithDefault("PT30S")
  Duration checkpointInterval();

  /** An upload that gains no byte for so long ends. */
  @WithDefault("PT24H")
  Duration expiry();

  /** A sender that stays below this, in bytes per second, is sent away. */
  @WithDefault("256")
  long minBytesPerSecond();

  /** Over how long the speed of a sender is judged, each time anew. */
  @WithDefault("PT60S")
  Duration slowGrace();

  /** How many unfinished uploads a center may have. */
  @WithDefault("10000")
  int maxOpenPerCenter();

  /** What the unfinished uploads of a center may take in all, as announced, in bytes. */
  @WithDefault("274877906944")
  long maxStagedBytesPerCenter();

  /** Also speaks the draft of the IETF on the same addresses. */
  @WithDefault("false")
  boolean ietfDraft();

  /** How many requests may write at once; each holds a worker thread and up to 1 MiB. */
  @WithDefault("64")
  int maxWriters();

  /** How long a new request waits for the one it displaces. */
  @WithDefault("PT10S")
  Duration displacePatience();

  /** How often uploads whose time is over are ended; {@code off} never. */
  @WithDefault("60s")
  String sweepInterval();

  /** How often the staging folder is searched for bytes of no upload; {@code off} never. */
  @WithDefault("1h")
  String folderSweepInterval();
}
