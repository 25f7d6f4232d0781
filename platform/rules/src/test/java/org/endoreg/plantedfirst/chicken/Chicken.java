package org.endoreg.plantedfirst.chicken;

import org.endoreg.plantedfirst.egg.Egg;

/** Comes from an egg. */
public record Chicken(Egg from) {}
