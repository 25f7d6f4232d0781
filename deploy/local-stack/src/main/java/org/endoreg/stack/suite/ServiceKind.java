package org.endoreg.stack.suite;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The six services. Those that hash, encrypt or decode get the optimising compiler, because without
 * it AES and SHA run in plain byte code; the others start faster with the quick one alone.
 */
enum ServiceKind {
  INGEST_GATEWAY("ingest-gateway", Optional.of("ingest_gateway"), 192, true),
  ANONYMIZER("anonymizer-service", Optional.of("anonymizer"), 256, true),
  MEDIA("media-service", Optional.of("media"), 192, true),
  KNOWLEDGE_BASE("knowledge-base-service", Optional.of("knowledge_base"), 128, false),
  WATCHER("watcher-agent", Optional.empty(), 128, true),
  TRANSFER_HUB("transfer-hub", Optional.of("transfer_hub"), 128, true);

  /** Those that rather start cheaply than move bytes fast, as short-lived suites of tests want. */
  private static final Set<String> QUICK =
      Set.copyOf(
          Arrays.asList(System.getenv().getOrDefault("ENDOREG_QUICK_START", "").split(",", -1)));

  private final String folderName;
  private final Optional<String> database;
  private final int heapMiB;
  private final boolean optimising;

  ServiceKind(String folderName, Optional<String> database, int heapMiB, boolean optimising) {
    this.folderName = folderName;
    this.database = database;
    this.heapMiB = heapMiB;
    this.optimising = optimising;
  }

  String folderName() {
    return folderName;
  }

  /** What the build made of it in this checkout. */
  Path application(SuiteFolder suite) {
    return suite.root().resolve(folderName).resolve("target/quarkus-app/quarkus-run.jar");
  }

  Optional<String> database() {
    return database;
  }

  List<String> jvmOptions() {
    String heap = "-Xmx" + heapMiB + "m";
    List<String> common = List.of(heap, "-Xss512k", "-XX:+UseSerialGC", "-Xshare:auto");
    return optimising && !QUICK.contains(folderName)
        ? common
        : java.util.stream.Stream.concat(
                common.stream(), java.util.stream.Stream.of("-XX:TieredStopAtLevel=1"))
            .toList();
  }
}
