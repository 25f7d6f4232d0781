package org.endoreg.knowledge.authoring;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Repairs weights that should have been probabilities. A choice without a usable weight gets none;
 * when nothing usable is left, the choices are taken to be equally likely.
 */
final class Weights {
  private Weights() {}

  static List<Double> normalised(List<Double> weights, int choices) {
    List<Double> usable =
        IntStream.range(0, choices).mapToObj(index -> usable(weights, index)).toList();
    double sum = usable.stream().mapToDouble(Double::doubleValue).sum();
    return usable.stream().map(weight -> sum > 0 ? weight / sum : 1.0 / choices).toList();
  }

  private static double usable(List<Double> weights, int index) {
    double weight = index < weights.size() ? weights.get(index) : 0;
    return Double.isFinite(weight) && weight > 0 ? weight : 0;
  }
}
