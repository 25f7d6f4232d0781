/**
 * The wire contract of node-to-node transfer, version 3.0: what a site tells a hub about one
 * processed resource before it sends the sealed bytes. Nothing in it can hold identity.
 */
@NullMarked
package org.endoreg.contracts.transfer;

import org.jspecify.annotations.NullMarked;
