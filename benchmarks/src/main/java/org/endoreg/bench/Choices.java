package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The arguments of a benchmark, each {@code name=value}. */
record Choices(Map<String, String> values) {

  static Choices of(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int sign = argument.indexOf('=');
      if (sign < 1) {
        throw new IllegalArgumentException("not NAME=VALUE: " + argument);
      }
      values.put(argument.substring(0, sign), argument.substring(sign + 1));
    }
    return new Choices(values);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
  }

  /** A fresh folder of this run; its owner deletes it. */
  Path folder() throws IOException {
    Path parent = Path.of(values.getOrDefault("data", System.getProperty("java.io.tmpdir")));
    return Files.createTempDirectory(Files.createDirectories(parent), "endoreg-bench");
  }
}
