package org.endoreg.platform.work;

/** Tells a worker whether it still owns its item and is still wanted. */
@FunctionalInterface
public interface LeaseWatch {

  /** True once the lease is lost; the worker then stops and writes nothing. */
  boolean isLost();

  /** True once the item is called off; the worker then throws {@link WorkCancelled}. */
  default boolean isCancelled() {
    return false;
  }

  /** True when the worker has to stop, for either reason. */
  default boolean mustStop() {
    return isLost() || isCancelled();
  }
}
