#!/usr/bin/env bash
# Finds what the suite needs from the distribution, and fetches it without root where it is missing.
#   --tessdata            prints the folder with Tesseract's German data, fetching it if need be
#   --installed-tessdata  prints that folder only if it is there already
#   --keycloak            fetches Keycloak's own distribution with Maven and prepares it, once
#   --nginx               prints the nginx for other nodes, fetching it if need be
#   --tests               installs what only the tests need, when run as root
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
cache="$root/.cache"

installed_tessdata() {
  local folder
  for folder in "${TESSDATA_PREFIX:-}" /usr/share/tesseract-ocr/*/tessdata /usr/share/tessdata "$cache"/tesseract/usr/share/tesseract-ocr/*/tessdata; do
    [ -n "$folder" ] && [ -f "$folder/deu.traineddata" ] && { echo "$folder"; return 0; }
  done
  return 1
}

# An ordinary user cannot install packages, but can download one and unpack it.
# fetch_package FOLDER PACKAGE
fetch_package() {
  command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null || return 1
  mkdir -p "$cache/$1" "$cache/apt/lists/partial" "$cache/apt/archives/partial"
  local own=(-o "Dir::State::Lists=$cache/apt/lists" -o "Dir::Cache=$cache/apt" -o Debug::NoLocking=1 -o APT::Sandbox::User=root)
  (cd "$cache/$1" &&
    { apt-get "${own[@]}" download "$2" > /dev/null 2>&1 ||
      { apt-get "${own[@]}" update > /dev/null 2>&1 && apt-get "${own[@]}" download "$2" > /dev/null 2>&1; }; } &&
    for package in "$2"_*.deb; do dpkg-deb -x "$package" .; done)
}

installed_nginx() {
  local program
  for program in /usr/sbin/nginx "$cache/nginx/usr/sbin/nginx"; do
    [ -x "$program" ] && "$program" -v 2> /dev/null && { echo "$program"; return 0; }
  done
  return 1
}

# Prepared in a folder of its own and renamed at the end, so an interrupted fetch leaves nothing half done.
fetch_keycloak() {
  local version fresh="$cache/keycloak/fresh.$$"
  version=$(sed -n 's|.*<keycloak.version>\(.*\)</keycloak.version>.*|\1|p' "$root/pom.xml")
  rm -rf "$cache"/keycloak/fresh.*
  mkdir -p "$fresh"
  (cd "$root" && mvn -B -q -N dependency:copy -DoutputDirectory="$fresh" -Dmdep.useBaseVersion=true \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip") >&2
  (cd "$fresh" && jar xf keycloak-quarkus-dist-*.zip && rm keycloak-quarkus-dist-*.zip)
  mv "$fresh/keycloak-$version" "$fresh/dist"
  bash "$fresh/dist/bin/kc.sh" build --db=dev-file > "$cache/keycloak/build.log" 2>&1
  rm -rf "$cache/keycloak/dist"
  mv "$fresh/dist" "$cache/keycloak/dist"
  rm -rf "$fresh"
}

case "${1:-}" in
  --installed-tessdata) installed_tessdata || exit 1 ;;
  --tessdata)
    installed_tessdata && exit 0
    fetch_package tesseract tesseract-ocr-deu && installed_tessdata && exit 0
    echo "✘ German language data for text recognition is missing; install the package tesseract-ocr-deu" >&2
    exit 1 ;;
  --nginx)
    installed_nginx && exit 0
    fetch_package nginx nginx && installed_nginx && exit 0
    exit 1 ;;
  --keycloak)
    [ -d "$cache/keycloak/dist" ] && exit 0
    echo "Fetching and preparing Keycloak (once, about a minute)" >&2
    fetch_keycloak ;;
  --tests)
    missing=()
    command -v chromium > /dev/null || missing+=(chromium)
    command -v ffmpeg > /dev/null || missing+=(ffmpeg)
    [ -x /usr/sbin/haproxy ] || missing+=(haproxy)
    installed_tessdata > /dev/null || missing+=(tesseract-ocr-deu)
    # only unpacked: the installed package would open port 80
    installed_nginx > /dev/null || fetch_package nginx nginx || echo "Tests of transfer are skipped without nginx." >&2
    [ ${#missing[@]} -eq 0 ] && exit 0
    if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
      apt-get update -qq > /dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" > /dev/null
    else
      echo "Some tests need ${missing[*]} and are skipped without; install them as root." >&2
    fi ;;
  *) echo "Usage: tools.sh --tessdata | --installed-tessdata | --keycloak | --nginx | --tests" >&2; exit 2 ;;
esac
