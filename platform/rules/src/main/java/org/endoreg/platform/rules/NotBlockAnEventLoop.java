package org.endoreg.platform.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Follows what runs on an event loop: routes and message handlers that say so by annotation or by
 * what they return, filters, implementations of a Vert.x handler and lambdas given to Vert.x.
 */
final class NotBlockAnEventLoop extends ArchCondition<JavaMethod> {
  private static final String HANDLER = "io.vertx.core.Handler";
  private static final List<String> ASYNCHRONOUS =
      List.of(
          "io.smallrye.mutiny.Uni",
          "io.smallrye.mutiny.Multi",
          "io.vertx.core.Future",
          "java.util.concurrent.CompletionStage");
  private static final List<String> ENTRIES =
      List.of(
          "org.eclipse.microprofile.reactive.messaging.Incoming",
          "io.quarkus.vertx.ConsumeEvent",
          "io.quarkus.vertx.web.Route",
          "org.jboss.resteasy.reactive.server.ServerRequestFilter",
          "org.jboss.resteasy.reactive.server.ServerResponseFilter");
  private static final List<String> ON_A_WORKER =
      List.of(
          "io.smallrye.common.annotation.Blocking",
          "io.smallrye.common.annotation.RunOnVirtualThread");
  private static final Set<String> MOVES_TO_A_WORKER =
      Set.of("executeBlocking", "runSubscriptionOn", "emitOn", "supplyAsync", "runAsync");
  private static final List<String> BLOCKING_OWNERS =
      List.of(
          "java.sql.",
          "javax.sql.",
          "org.jdbi.",
          "java.nio.file.Files",
          "java.nio.channels.FileChannel",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.RandomAccessFile",
          "org.endoreg.platform.blob.",
          "org.endoreg.ffmpeg.");
  private static final Set<String> BLOCKING_METHODS =
      Set.of(
          "java.lang.Thread.sleep",
          "java.lang.Thread.join",
          "java.lang.Object.wait",
          "java.lang.Process.waitFor",
          "java.util.concurrent.Future.get",
          "java.util.concurrent.CompletableFuture.get",
          "java.util.concurrent.CompletableFuture.join",
          "java.util.concurrent.CountDownLatch.await",
          "java.util.concurrent.Semaphore.acquire",
          "java.util.concurrent.BlockingQueue.take",
          "java.util.concurrent.BlockingQueue.put",
          "java.util.concurrent.TimeUnit.sleep",
          "java.net.http.HttpClient.send");

  NotBlockAnEventLoop() {
    super("not block an event loop");
  }

  @Override
  public void check(JavaMethod method, ConditionEvents events) {
    Predicate<JavaCodeUnit> leavesTheLoop = NotBlockAnEventLoop::leavesTheLoop;
    boolean madeByTheCompiler = method.getModifiers().contains(JavaModifier.BRIDGE);
    if (madeByTheCompiler || leavesTheLoop.test(method)) {
      return;
    }
    Calls.find(onTheLoop(method), NotBlockAnEventLoop::isBlocking, leavesTheLoop)
        .ifPresent(
            call ->
                events.add(
                    SimpleConditionEvent.violated(
                        method,
                        method.getFullName() + " blocks an event loop: " + call.getDescription())));
  }

  private static Stream<JavaCodeUnitAccess<?>> onTheLoop(JavaMethod method) {
    if (isEntry(method)) {
      return Calls.of(method);
    }
    return givesVertxAHandler(method)
        ? Calls.of(method).filter(JavaCodeUnitAccess::isDeclaredInLambda)
        : Stream.empty();
  }

  private static boolean isEntry(JavaMethod method) {
    boolean nonBlocking =
        method.isAnnotatedWith("io.smallrye.common.annotation.NonBlocking")
            || method.getOwner().isAnnotatedWith("io.smallrye.common.annotation.NonBlocking");
    boolean asynchronousRoute = Routes.isRoute(method) && isAsynchronous(method.getRawReturnType());
    return nonBlocking
        || asynchronousRoute
        || ENTRIES.stream().anyMatch(method::isAnnotatedWith)
        || (method.getName().equals("handle") && method.getOwner().isAssignableTo(HANDLER));
  }

  private static boolean isAsynchronous(JavaClass type) {
    return ASYNCHRONOUS.stream().anyMatch(type::isAssignableTo);
  }

  private static boolean givesVertxAHandler(JavaMethod method) {
    return method.getMethodCallsFromSelf().stream()
        .filter(call -> call.getTargetOwner().getName().startsWith("io.vertx."))
        .flatMap(call -> call.getTarget().getRawParameterTypes().stream())
        .anyMatch(parameter -> parameter.getName().equals(HANDLER));
  }

  private static boolean leavesTheLoop(JavaCodeUnit method) {
    return ON_A_WORKER.stream()
            .anyMatch(
                worker ->
                    method.isAnnotatedWith(worker) || method.getOwner().isAnnotatedWith(worker))
        || method.getMethodCallsFromSelf().stream()
            .anyMatch(call -> MOVES_TO_A_WORKER.contains(call.getTarget().getName()));
  }

  private static boolean isBlocking(JavaCodeUnitAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return BLOCKING_OWNERS.stream().anyMatch(owner::startsWith)
        || BLOCKING_METHODS.contains(owner + "." + access.getTarget().getName());
  }
}
