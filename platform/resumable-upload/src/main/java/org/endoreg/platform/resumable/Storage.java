package org.endoreg.platform.resumable;

import java.io.IOException;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.blob.StagingBusy;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.problem.ProblemException;
import org.jboss.logging.Logger;

/** A step at the disk or the store. When it fails that is never the sender's fault. */
final class Storage {
  private static final Logger LOG = Logger.getLogger(Storage.class);

  private Storage() {}

  /** The step. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** The step without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  static <T> T step(Step<T> step) {
    try {
      return step.run();
    } catch (InsufficientStorage full) {
      throw new ProblemException(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (StagingBusy elsewhere) {
      throw new ProblemException(ProblemCode.UPLOAD_LOCKED);
    } catch (IOException failed) {
      LOG.warnf("storage of an upload failed: %s", FailurePlace.of(failed));
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  static void run(Action action) {
    step(
        () -> {
          action.run();
          return Boolean.TRUE;
        });
  }
}
