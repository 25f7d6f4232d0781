package org.endoreg.anonymizer.identity;

import java.util.List;

/**
 * The names surrogates are drawn from. They are frequent in the German population, so none points
 * to a single person; the order is part of the scheme, since a key selects by index.
 */
final class SurrogateNames {
  static final List<String> FEMALE =
      List.of(
          "Ursula",
          "Monika",
          "Petra",
          "Sabine",
          "Renate",
          "Karin",
          "Susanne",
          "Claudia",
          "Gisela",
          "Andrea",
          "Birgit",
          "Martina",
          "Heike",
          "Gabriele",
          "Angelika",
          "Cornelia",
          "Silke",
          "Nicole",
          "Stefanie",
          "Katrin",
          "Julia",
          "Melanie",
          "Tanja",
          "Sonja",
          "Elke");
  static final List<String> MALE =
      List.of(
          "Peter",
          "Michael",
          "Thomas",
          "Andreas",
          "Wolfgang",
          "Klaus",
          "Stefan",
          "Bernd",
          "Uwe",
          "Frank",
          "Manfred",
          "Rainer",
          "Dieter",
          "Joachim",
          "Matthias",
          "Markus",
          "Ralf",
          "Torsten",
          "Christian",
          "Martin",
          "Holger",
          "Sven",
          "Jens",
          "Daniel",
          "Oliver");
  static final List<String> FAMILY =
      List.of(
          "Ahrens",
          "Behrendt",
          "Clausen",
          "Dittmann",
          "Eggers",
          "Friedrichs",
          "Gerlach",
          "Hinrichs",
          "Iversen",
          "Jansen",
          "Kessler",
          "Lorenzen",
          "Mertens",
          "Nissen",
          "Oltmanns",
          "Petersen",
          "Quandt",
          "Reimers",
          "Siemers",
          "Thomsen",
          "Uhlig",
          "Vollmer",
          "Wendt",
          "Ziegler",
          "Albrecht",
          "Brandes",
          "Detlefsen",
          "Ehlers",
          "Feddersen",
          "Godau",
          "Hagen",
          "Ingwersen");

  private SurrogateNames() {}
}
