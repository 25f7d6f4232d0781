/**
 * The journey as a show: samples go in through both boundaries, progress and results come out as
 * lines and a table.
 */
@NullMarked
package org.endoreg.stack.demo;

import org.jspecify.annotations.NullMarked;
