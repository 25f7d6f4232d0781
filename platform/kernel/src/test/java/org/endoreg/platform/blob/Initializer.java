package org.endoreg.platform.blob;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Tells the null checker that the method fills the fields before any test runs. */
@Target(ElementType.METHOD)
@interface Initializer {}
