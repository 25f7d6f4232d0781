package org.endoreg.knowledge.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files a test needs and reads them back as a tree. */
record TreeOnDisk(Path root) {
  TreeOnDisk with(String file, String text) {
    try {
      Path target = root.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FixtureTree tree() {
    return FixtureTree.below(root);
  }
}
