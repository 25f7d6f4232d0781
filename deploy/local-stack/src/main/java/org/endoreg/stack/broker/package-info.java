/** Looks at the suite's broker from outside: topics, and how far each consumer has come. */
@NullMarked
package org.endoreg.stack.broker;

import org.jspecify.annotations.NullMarked;
