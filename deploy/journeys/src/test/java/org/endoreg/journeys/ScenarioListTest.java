package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The list of scenarios is made from the tests themselves: {@code mvn test -pl deploy/journeys
 * -Dtest=ScenarioListTest -Ddocs.write=true} writes it anew.
 */
class ScenarioListTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "../.."));
  private static final Path LIST = ROOT.resolve("docs/scenarios.md");
  private static final Pattern SHOWN =
      Pattern.compile(
          "@Scenario\\((\\{[^}]*}|\"[^\"]*\")\\)[^;{]*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\"");

  @Test
  void theListIsTheOneOfTheTests() throws IOException {
    String list = list(scenarios(), shownBy());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(LIST, list);
    }
    assertThat(LIST).as("run with -Ddocs.write=true").hasContent(list);
  }

  @Test
  void everyNumberATestNamesIsAScenario() throws IOException {
    assertThat(scenarios().keySet()).containsAll(new TreeSet<>(shownBy().keySet()));
  }

  private static String list(Map<String, String> scenarios, Map<String, List<String>> shownBy) {
    StringBuilder text = new StringBuilder();
    text.append("# Scenarios of ingest and transfer\n\n");
    text.append("Made from the tests; a run in which one of them fails is red as a whole.\n\n");
    long shown = scenarios.keySet().stream().filter(shownBy::containsKey).count();
    text.append("%d of %d are shown.%n%n".formatted(shown, scenarios.size()));
    text.append("| | What has to hold | Shown by |\n|---|---|---|\n");
    scenarios.forEach(
        (number, what) ->
            text.append("| %s | %s | %s |%n".formatted(number, what, tests(shownBy.get(number)))));
    return text.toString();
  }

  private static String tests(@org.jspecify.annotations.Nullable List<String> tests) {
    return tests == null ? "**not yet**" : String.join("<br>", tests);
  }

  private static Map<String, String> scenarios() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/scenarios.txt"))) {
      if (!line.startsWith("#")) {
        String[] parts = line.split("\\|", 2);
        all.put(parts[0], parts[1]);
      }
    }
    return all;
  }

  private static Map<String, List<String>> shownBy() throws IOException {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(ScenarioListTest::isTest).sorted().toList()) {
        Matcher test = SHOWN.matcher(Files.readString(file));
        while (test.find()) {
          String name = file.getFileName().toString().replace(".java", "") + "." + test.group(2);
          NUMBER
              .matcher(test.group(1))
              .results()
              .forEach(
                  number ->
                      shown
                          .computeIfAbsent(number.group(1), unused -> new ArrayList<>())
                          .add(name));
        }
      }
    }
    return shown;
  }

  private static boolean isTest(Path file) {
    String path = file.toString();
    return path.endsWith("Test.java")
        && path.contains("/src/test/java/")
        && !path.contains("/target/")
        && !path.endsWith("ScenarioListTest.java");
  }
}
