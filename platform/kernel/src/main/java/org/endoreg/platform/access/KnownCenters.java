package org.endoreg.platform.access;

import java.util.Set;
import org.endoreg.contracts.CenterKey;

/** The centers this deployment knows at the moment, retired ones included. */
public interface KnownCenters {

  /** All of them. */
  Set<CenterKey> all();
}
