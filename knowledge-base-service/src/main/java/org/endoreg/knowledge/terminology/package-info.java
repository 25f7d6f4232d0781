/**
 * The medical vocabulary as immutable values: definitions of examinations, findings,
 * classifications, choices, interventions and everything they refer to, each found by kind and
 * natural key. This package is pure; it knows neither files nor tables, so every other feature may
 * depend on it.
 */
@NullMarked
package org.endoreg.knowledge.terminology;

import org.jspecify.annotations.NullMarked;
