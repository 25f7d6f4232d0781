package org.endoreg.watcher.gateway;

/** What the gateway said to a part of a file. */
enum PatchAnswer {
  /** It has the part, durably. */
  TAKEN,
  /** It stands at another offset; ask for it. */
  ELSEWHERE,
  /** It does not have the upload any more; begin anew. */
  GONE,
  /** What it has does not have the announced digest; read the file anew. */
  CORRUPT
}
