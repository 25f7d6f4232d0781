package org.endoreg.knowledge.terminology;

import org.jspecify.annotations.Nullable;

/**
 * A measured value that refines a choice, for instance the largest diameter of a lesion. Bounds are
 * finite and in order; mean and standard deviation only matter when cases are invented.
 */
public record NumericDescriptor(
    @Nullable String unit,
    double min,
    double max,
    Shape distribution,
    @Nullable Double mean,
    @Nullable Double std,
    boolean required,
    @Nullable String description) {

  public NumericDescriptor {
    if (!Double.isFinite(min) || !Double.isFinite(max)) {
      throw new IllegalArgumentException("bounds must be finite");
    }
    if (min > max) {
      throw new IllegalArgumentException("min " + min + " is above max " + max);
    }
    if (std != null && !(std >= 0)) {
      throw new IllegalArgumentException("a standard deviation is not negative");
    }
  }

  /** Shape of the distribution that invented values are drawn from. */
  public enum Shape {
    NORMAL,
    UNIFORM
  }

  /** This descriptor with another unit key. */
  public NumericDescriptor in(@Nullable String otherUnit) {
    return new NumericDescriptor(
        otherUnit, min, max, distribution, mean, std, required, description);
  }
}
