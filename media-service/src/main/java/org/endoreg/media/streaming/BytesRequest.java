package org.endoreg.media.streaming;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a request says about the bytes it wants: all or a range, only the head, only if changed. */
public record BytesRequest(
    boolean headOnly,
    @Nullable String range,
    @Nullable String ifRange,
    @Nullable String ifNoneMatch) {
  private static final String ANY = "*";

  /** Reads the headers. */
  public static BytesRequest of(Request request, HttpHeaders headers) {
    return new BytesRequest(
        request.getMethod().equals(HttpMethod.HEAD),
        headers.getHeaderString("Range"),
        headers.getHeaderString("If-Range"),
        headers.getHeaderString("If-None-Match"));
  }

  /** True when the caller's copy is this one; proxies may have marked the tag as weak. */
  boolean alreadyHas(String etag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals(etag) || tag.equals(ANY));
  }

  /** The range, unless it was meant for another state of the content. */
  @Nullable String rangeOf(String etag) {
    return ifRange == null || ifRange.equals(etag) ? range : null;
  }
}
