/**
 * Architecture rules of the suite, written once and held by the tests of every service. Each
 * failure says what to do about it. Knows the platform by name only, so it can be used by any
 * module.
 */
@NullMarked
package org.endoreg.platform.rules;

import org.jspecify.annotations.NullMarked;
