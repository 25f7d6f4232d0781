package org.endoreg.platform.blob;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest extends ObjectStoreContract {
  private static final String BUCKET = "endoreg";
  @TempDir static Path folder = Path.of("");
  private static @Nullable S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.startIn(folder);
    server.client().createBucket(create -> create.bucket(BUCKET));
  }

  @AfterAll
  static void stopServer() {
    server().close();
  }

  @Override
  ObjectStore store() {
    return new S3ObjectStore(server().client(), BUCKET);
  }

  @Override
  int leftovers() {
    return server().client().listMultipartUploads(list -> list.bucket(BUCKET)).uploads().size();
  }

  private static S3Server server() {
    return java.util.Objects.requireNonNull(server);
  }
}
