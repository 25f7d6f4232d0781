package org.endoreg.ingest.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.centers.CenterDirectory;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;

/**
 * Decides which center an upload belongs to. A central hub and a study server want it named; else a
 * caller with one center need not name it, and only {@code standalone} falls back to its first
 * center.
 */
@ApplicationScoped
public class UploadCenter {
  private final DeploymentRole role;
  private final CenterKey firstOfTheSetting;
  private final CenterDirectory directory;
  private final Callers callers;

  UploadCenter(Deployment deployment, CenterDirectory directory, Callers callers) {
    this.role = deployment.role();
    this.firstOfTheSetting = deployment.centers().iterator().next();
    this.directory = directory;
    this.callers = callers;
  }

  /**
   * Where bytes go while the fields that name the center may still follow. A wrong center that came
   * first is refused at once.
   */
  CenterKey provisional(Optional<String> keySoFar, Optional<String> nameSoFar) {
    if (keySoFar.isPresent()) {
      return resolve(keySoFar, nameSoFar);
    }
    return callers.current().scope().centers().stream()
        .min(Comparator.comparing(CenterKey::value))
        .orElseThrow(() -> new ProblemException(ProblemCode.CENTER_FORBIDDEN));
  }

  /**
   * The center the caller declared by key, by name or not at all.
   *
   * @throws ProblemException {@code center_key_required}, {@code unknown_center}, {@code
   *     center_conflict}, {@code center_forbidden} or {@code center_retired}
   */
  public CenterKey resolve(Optional<String> declaredKey, Optional<String> declaredName) {
    CenterKey center = declaredKey.map(this::known).orElseGet(this::undeclared);
    if (declaredName.filter(name -> !directory.isNamed(center, name)).isPresent()) {
      throw new ProblemException(ProblemCode.CENTER_CONFLICT);
    }
    if (!callers.current().scope().covers(center)) {
      throw new ProblemException(ProblemCode.CENTER_FORBIDDEN);
    }
    if (directory.isRetired(center)) {
      throw new ProblemException(ProblemCode.CENTER_RETIRED);
    }
    return center;
  }

  private CenterKey known(String key) {
    if (!CenterKey.accepts(key) || !directory.all().contains(new CenterKey(key))) {
      throw new ProblemException(ProblemCode.UNKNOWN_CENTER);
    }
    return new CenterKey(key);
  }

  private CenterKey undeclared() {
    boolean strict =
        role == DeploymentRole.CENTRAL_HUB || role == DeploymentRole.LOCAL_STUDY_SERVER;
    CenterScope own = callers.current().scope();
    if (role == DeploymentRole.STANDALONE) {
      return firstOfTheSetting;
    }
    if (strict || own.centers().size() != 1) {
      throw new ProblemException(ProblemCode.CENTER_KEY_REQUIRED);
    }
    return own.centers().iterator().next();
  }
}
