package org.endoreg.knowledge.request;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list with the links to its neighbours. Links are relative to the origin, so they
 * hold behind any proxy.
 */
public record Listing<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {

  /** The page as an answer to this request. */
  public static <T> Listing<T> of(UriInfo request, Page page, long count, List<T> results) {
    int after = page.offset() + page.limit();
    int before = Math.max(0, page.offset() - page.limit());
    return new Listing<>(
        count,
        after < count ? link(request, page.limit(), after) : null,
        page.offset() > 0 ? link(request, page.limit(), before) : null,
        results);
  }

  private static String link(UriInfo request, int limit, int offset) {
    URI uri =
        request
            .getRequestUriBuilder()
            .replaceQueryParam("limit", limit)
            .replaceQueryParam("offset", offset)
            .build();
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
