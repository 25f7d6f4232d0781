package org.endoreg.ingest.upload;

import jakarta.enterprise.context.ApplicationScoped;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;

/**
 * Decides which center an upload belongs to. Only {@code standalone} falls back to its first center
 * when none is named.
 */
@ApplicationScoped
class UploadCenter {
  private final Deployment deployment;
  private final Callers callers;
  private final CenterKey fallback;

  UploadCenter(Deployment deployment, Callers callers) {
    this.deployment = deployment;
    this.callers = callers;
    this.fallback = deployment.centers().iterator().next();
  }

  /**
   * Where bytes go while fields may still follow; a wrong center is refused at once when it came
   * first.
   */
  CenterKey provisional(UploadForm soFar) {
    return resolve(soFar);
  }

  /**
   * The center of a complete form.
   *
   * @throws ProblemException {@code unknown_center}, {@code center_conflict} or {@code
   *     center_forbidden}
   */
  CenterKey resolve(UploadForm form) {
    CenterKey center = form.field("center_key").map(this::known).orElse(fallback);
    boolean nameDiffers =
        form.field("center_name").filter(name -> !name.equals(center.value())).isPresent();
    if (nameDiffers) {
      throw new ProblemException(ProblemCode.CENTER_CONFLICT);
    }
    if (!callers.current().scope().covers(center)) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    return center;
  }

  private CenterKey known(String key) {
    if (!CenterKey.accepts(key) || !deployment.centers().contains(new CenterKey(key))) {
      throw new ProblemException(ProblemCode.UNKNOWN_CENTER);
    }
    return new CenterKey(key);
  }
}
