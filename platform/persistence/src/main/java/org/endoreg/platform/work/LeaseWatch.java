package org.endoreg.platform.work;

/** Tells a worker whether it still owns its item. */
@FunctionalInterface
public interface LeaseWatch {

  /** True once the lease is lost; the worker then stops and writes nothing. */
  boolean isLost();
}
