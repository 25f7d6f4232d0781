/**
 * The vocabulary as this service keeps and serves it: loaded from the base package at start-up,
 * read through the reporting graph from examination to choice. Owner of the kb_ tables; depends on
 * terminology and authoring.
 */
@NullMarked
package org.endoreg.knowledge.catalogue;

import org.jspecify.annotations.NullMarked;
