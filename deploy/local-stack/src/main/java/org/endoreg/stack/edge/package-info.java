/** The one origin people use: sends each path to the service the route table names. */
@NullMarked
package org.endoreg.stack.edge;

import org.jspecify.annotations.NullMarked;
