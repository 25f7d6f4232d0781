package org.endoreg.platform.resumable;

import org.endoreg.contracts.CenterKey;
import org.jdbi.v3.core.Handle;

/**
 * What the service that takes the files decides. It provides one bean of this type; both methods
 * run on worker threads, within the request of the sender, and refuse by a {@link
 * org.endoreg.platform.problem.ProblemException}.
 */
public interface UploadBoundary {

  /**
   * Lets an upload begin and says whose it is. The center must be within the caller's scope.
   *
   * @param length bytes the file will have
   */
  CenterKey admit(UploadMetadata metadata, long length);

  /**
   * Takes a file whose last byte is durable and whose digest held, in the transaction that also
   * ends the upload: either both happen or neither. May be called again for the same upload after a
   * crash, with the same blob key. A refusal with a status below 500 ends the upload and removes
   * its bytes, except those a client may try again (408, 423, 425, 429); these and any other
   * failure leave it to be completed by the next request.
   */
  Completion complete(Handle transaction, FinishedUpload upload);
}
