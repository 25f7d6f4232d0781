package org.endoreg.platform.resumable.client;

/** What the server said to a part of a file. */
sealed interface PatchAnswer {
  /** It has the part, durably; with the last part there is a job. */
  record Taken(Sent sent) implements PatchAnswer {}

  /** It stands at another offset; ask for it. */
  record Elsewhere() implements PatchAnswer {}

  /** It does not have the upload any more; begin anew. */
  record Gone() implements PatchAnswer {}

  /** What it has does not have the announced digest; read the file anew. */
  record Corrupt() implements PatchAnswer {}
}
