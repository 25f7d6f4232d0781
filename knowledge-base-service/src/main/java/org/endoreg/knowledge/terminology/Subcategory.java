package org.endoreg.knowledge.terminology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selection that refines a choice, for instance the part of the caecum a lesion sits in. The
 * default is one of the choices; probabilities, used when cases are invented, run parallel to the
 * choices and sum to one.
 */
public record Subcategory(
    List<String> choices,
    @Nullable String defaultChoice,
    List<Double> probability,
    boolean required,
    @Nullable String description) {
  /** How far a sum of probabilities may miss one. */
  public static final double SUM_TOLERANCE = 1e-6;

  public Subcategory {
    choices = List.copyOf(choices);
    probability = List.copyOf(probability);
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("a selection needs at least one choice");
    }
    if (defaultChoice != null && !choices.contains(defaultChoice)) {
      throw new IllegalArgumentException("default '" + defaultChoice + "' is not a choice");
    }
    if (!probability.isEmpty() && !isDistribution(probability, choices.size())) {
      throw new IllegalArgumentException("probabilities must match the choices and sum to 1");
    }
  }

  /** Whether these weights are a distribution over that many choices. */
  public static boolean isDistribution(List<Double> weights, int choices) {
    return weights.size() == choices
        && weights.stream().allMatch(weight -> Double.isFinite(weight) && weight >= 0)
        && Math.abs(sum(weights) - 1) <= SUM_TOLERANCE;
  }

  private static double sum(List<Double> weights) {
    return weights.stream().mapToDouble(Double::doubleValue).sum();
  }
}
