package org.endoreg.knowledge.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One definition as the API shows it. {@code display} is the label in the language the caller asked
 * for, with the usual fallback; descriptors appear on choices only.
 */
public record CatalogueEntry(
    int id,
    String name,
    @Nullable String nameDe,
    @Nullable String nameEn,
    String display,
    @Nullable String description,
    List<String> types,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode subcategories,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode numericalDescriptors) {}
