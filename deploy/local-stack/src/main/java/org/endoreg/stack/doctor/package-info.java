/**
 * How the suite is. Facts are gathered first and judged afterwards, so that each judgement can be
 * tested without breaking a suite.
 */
@NullMarked
package org.endoreg.stack.doctor;

import org.jspecify.annotations.NullMarked;
