package org.endoreg.anonymizer.work;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Keys of the identity, in a folder of their own as in production. */
public final class AnonymizerSite implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    try {
      return Map.of(
          "endoreg.identity-keys-dir", Files.createTempDirectory("endoreg-identity").toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void stop() {}
}
