package org.endoreg.platform.blob;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.endoreg.backing.Ports;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server as a process of its own, with everything in memory. */
final class S3Server implements AutoCloseable {
  private static final String KEY = "local-test";

  private final Process process;
  private final S3Client client;

  private S3Server(Process process, S3Client client) {
    this.process = process;
    this.client = client;
  }

  static S3Server startIn(Path folder) {
    int port = Ports.free();
    try {
      Path settings = Files.write(folder.resolve("s3proxy.properties"), settings(port));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx192m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  Path.of("target", "s3proxy", "s3proxy.jar").toAbsolutePath().toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("s3proxy.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      S3Server server = new S3Server(process, client(port));
      await().atMost(Duration.ofSeconds(30)).until(server::answers);
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  S3Client client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }

  private boolean answers() {
    try {
      client.listBuckets();
      return true;
    } catch (SdkException notYet) {
      return false;
    }
  }

  private static List<String> settings(int port) {
    return List.of(
        "s3proxy.endpoint=http://127.0.0.1:" + port,
        "s3proxy.authorization=aws-v2-or-v4",
        "s3proxy.identity=" + KEY,
        "s3proxy.credential=" + KEY,
        "jclouds.provider=transient-nio2",
        "jclouds.identity=" + KEY,
        "jclouds.credential=" + KEY);
  }

  private static S3Client client(int port) {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
        .build();
  }
}
