package org.endoreg.plantedfirst.egg;

import org.endoreg.plantedfirst.chicken.Chicken;

/** Comes from a chicken. */
public record Egg(Chicken from) {}
