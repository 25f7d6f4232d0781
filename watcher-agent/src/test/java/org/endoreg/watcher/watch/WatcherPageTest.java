package org.endoreg.watcher.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.sidecar.Sidecar;
import org.endoreg.platform.sidecar.SidecarField;
import org.endoreg.platform.sidecar.SidecarFormat;
import org.endoreg.platform.sidecar.SidecarReader;
import org.endoreg.watcher.settings.WatcherSettings;
import org.junit.jupiter.api.Test;

/** Keeps the tables of {@code docs/watcher.md} and the code the same. */
class WatcherPageTest {
  private final String page;

  WatcherPageTest() throws IOException {
    Path root = Path.of(System.getProperty("hub.root", "."));
    this.page = Files.readString(root.resolve("docs/watcher.md"));
  }

  @Test
  void everySettingStandsThereWithItsDefault() {
    Map<String, String> expected = new TreeMap<>();
    settings("", WatcherSettings.class, expected);
    assertThat(rows("## Settings", "\\| `([a-z.-]+)` \\| `?([^`|]+?)`? \\|")).isEqualTo(expected);
  }

  @Test
  void everyFieldOfTheSidecarStandsThereWithItsNeed() {
    Map<String, String> expected = new TreeMap<>();
    for (SidecarField field : SidecarField.values()) {
      expected.put(field.wireName(), field.need().name().toLowerCase(Locale.ROOT));
    }
    assertThat(rows("## The sidecar", "\\| `([a-z0-9_]+)` \\| (\\w+) \\|")).isEqualTo(expected);
  }

  @Test
  void theExampleIsAValidSidecar() throws Exception {
    Matcher example = Pattern.compile("```json\n(.+?)```", Pattern.DOTALL).matcher(page);
    assertThat(example.find()).isTrue();
    Sidecar sidecar = SidecarReader.read(example.group(1).getBytes(UTF_8), SidecarFormat.JSON);
    assertThat(sidecar.centerKey()).isEqualTo(new CenterKey("local"));
  }

  private Map<String, String> rows(String heading, String row) {
    String section = page.substring(page.indexOf(heading + "\n") + heading.length());
    int end = section.indexOf("\n## ");
    Matcher found = Pattern.compile(row).matcher(end < 0 ? section : section.substring(0, end));
    Map<String, String> rows = new TreeMap<>();
    while (found.find()) {
      rows.put(found.group(1), found.group(2));
    }
    return rows;
  }

  private static void settings(String prefix, Class<?> group, Map<String, String> found) {
    Arrays.stream(group.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .forEach(method -> setting(prefix, method, found));
  }

  private static void setting(String prefix, Method method, Map<String, String> found) {
    String name = prefix + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    if (method.getReturnType().equals(WatcherSettings.Gateway.class)) {
      settings(name + ".", WatcherSettings.Gateway.class, found);
      return;
    }
    WithDefault value = method.getAnnotation(WithDefault.class);
    found.put(name, value == null ? "—" : value.value());
  }
}
