/**
 * Records a service set aside, for operators: see them, give them their effect after all, or
 * discard them. Uses {@code inbox} for the effect and {@code audit} to tell of it.
 */
@NullMarked
package org.endoreg.platform.deadletters;

import org.jspecify.annotations.NullMarked;
