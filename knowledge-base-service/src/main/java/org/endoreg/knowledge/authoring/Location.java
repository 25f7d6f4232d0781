package org.endoreg.knowledge.authoring;

/**
 * A line in a file of the tree that is being read. The file is relative to the tree's root, so a
 * report never shows where on a server the tree lies.
 */
public record Location(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
