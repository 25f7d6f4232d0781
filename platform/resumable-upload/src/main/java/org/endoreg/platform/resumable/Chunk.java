package org.endoreg.platform.resumable;

import java.io.InputStream;
import java.util.Optional;

/** The body of one request: where it belongs, how long it says it is (−1: it does not), bytes. */
record Chunk(long offset, long length, Optional<ChunkChecksum> checksum, InputStream bytes) {}
