#!/usr/bin/env bash
# A certificate authority for trying things out, made with openssl alone. Not for production: the keys lie unencrypted.
set -euo pipefail

usage() {
  cat << 'TEXT'
Usage: deploy/pki/pki.sh DIR COMMAND

  ca                  makes the authority DIR/ca.pem and an empty revocation list DIR/crl.pem, once
  server NAME [SAN]   makes DIR/NAME.pem and DIR/NAME.key for a server; SAN as openssl writes it,
                      default DNS:localhost,IP:127.0.0.1
  client NAME [DAYS]  makes DIR/NAME.pem, DIR/NAME.key and DIR/NAME.p12 (password "changeit") for a node; default 365 days
  revoke NAME         revokes DIR/NAME.pem and writes DIR/crl.pem anew
  crl                 writes DIR/crl.pem anew; it ends after 30 days, and an ended one lets nobody in
  fingerprint NAME    prints the SHA-256 by which a hub binds the certificate to a node
TEXT
}

[ $# -ge 2 ] || { usage >&2; exit 2; }
dir=$1 command=$2 name=${3:-}
mkdir -p "$dir" && dir=$(cd "$dir" && pwd)
umask 077

settings() {
  cat << TEXT
[ca]
default_ca = authority
[authority]
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir/issued
certificate = $dir/ca.pem
private_key = $dir/ca.key
default_md = sha256
default_days = 365
default_crl_days = 30
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${SAN:-DNS:localhost,IP:127.0.0.1}
[client]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
TEXT
}

revocation_list() { settings > "$dir/openssl.cnf"; openssl ca -config "$dir/openssl.cnf" -gencrl -out "$dir/crl.pem" 2> /dev/null; }

authority() {
  [ -f "$dir/ca.pem" ] && return
  mkdir -p "$dir/issued"
  : > "$dir/index.txt"
  echo 1000 > "$dir/serial"
  echo 1000 > "$dir/crlnumber"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 -subj "/CN=EndoReg test authority" \
    -addext basicConstraints=critical,CA:true,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$dir/ca.key" -out "$dir/ca.pem" 2> /dev/null
  revocation_list
}

# issue KIND NAME DAYS
issue() {
  settings > "$dir/openssl.cnf"
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$2" -keyout "$dir/$2.key" -out "$dir/$2.csr" 2> /dev/null
  openssl ca -batch -config "$dir/openssl.cnf" -extensions "$1" -days "$3" -notext -in "$dir/$2.csr" -out "$dir/$2.pem" 2> /dev/null
  rm "$dir/$2.csr"
}

case "$command" in
  ca) authority ;;
  server) SAN=${4:-} issue server "$name" 365 ;;
  client)
    issue client "$name" "${4:-365}"
    openssl pkcs12 -export -in "$dir/$name.pem" -inkey "$dir/$name.key" -certfile "$dir/ca.pem" -passout pass:changeit -out "$dir/$name.p12" ;;
  revoke)
    openssl ca -config "$dir/openssl.cnf" -revoke "$dir/$name.pem" 2> /dev/null
    revocation_list ;;
  crl) revocation_list ;;
  fingerprint) openssl x509 -in "$dir/$name.pem" -outform DER | sha256sum | cut -d' ' -f1 ;;
  *) usage >&2; exit 2 ;;
esac
