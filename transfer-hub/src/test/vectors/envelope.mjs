// The envelope profile x25519-hkdf-sha256-aes256gcm-v1 and canonical JSON a second time, with Node's own
// cryptography (OpenSSL). It shares no line with the code under test.
//   node envelope.mjs vectors             prints the committed vectors from fixed secrets
//   node envelope.mjs open PRIVATE < JSON prints the plaintext (base64) of {envelope, ciphertext}
//   node envelope.mjs canonical < JSON    prints the canonical text
import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, createCipheriv, createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';

const INFO = 'lx-hub-media-envelope-wrap-v1';
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');
const url = (bytes) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const privateKey = (raw) => createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, raw]), format: 'der', type: 'pkcs8' });
const publicKey = (raw) => createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
const publicOf = (raw) => createPublicKey(privateKey(raw)).export({ format: 'der', type: 'spki' }).subarray(12);

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const byCodePoint = (a, b) => Buffer.compare(utf32(a), utf32(b));
    return `{${Object.keys(value).sort(byCodePoint).map((key) => `${canonical(key)}:${canonical(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function utf32(text) {
  const bytes = Buffer.alloc([...text].length * 4);
  [...text].forEach((point, index) => bytes.writeUInt32BE(point.codePointAt(0), index * 4));
  return bytes;
}

function boundOf(envelope) {
  const { wrapped_data_encryption_key: _wrapped, payload_tag: _tag, ...members } = envelope;
  return Buffer.from(canonical(members), 'ascii');
}

function wrappingKey(secret, peer, envelope) {
  const shared = diffieHellman({ privateKey: privateKey(secret), publicKey: publicKey(peer) });
  return Buffer.from(hkdfSync('sha256', shared, Buffer.from(envelope.wrap_salt, 'base64url'), INFO, 32));
}

function seal(plaintext, secrets, identity) {
  const recipient = publicOf(secrets.recipient);
  const envelope = {
    contract_version: 'hub_media_envelope_v1',
    profile: 'x25519-hkdf-sha256-aes256gcm-v1',
    ...identity,
    processed_media_hash: sha256(plaintext),
    transfer_mode: 'metadata_and_processed_media',
    media_role: 'processed',
    plaintext_sha256: sha256(plaintext),
    plaintext_size: plaintext.length,
    recipient_key_id: sha256(recipient),
    ephemeral_public_key: url(publicOf(secrets.ephemeral)),
    wrap_salt: url(secrets.salt),
    wrap_nonce: url(secrets.wrapNonce),
    payload_nonce: url(secrets.payloadNonce),
  };
  const bound = boundOf(envelope);
  const wrap = createCipheriv('aes-256-gcm', wrappingKey(secrets.ephemeral, recipient, envelope), secrets.wrapNonce).setAAD(bound);
  const wrapped = Buffer.concat([wrap.update(secrets.dataKey), wrap.final(), wrap.getAuthTag()]);
  const payload = createCipheriv('aes-256-gcm', secrets.dataKey, secrets.payloadNonce).setAAD(bound);
  const ciphertext = Buffer.concat([payload.update(plaintext), payload.final()]);
  envelope.wrapped_data_encryption_key = url(wrapped);
  envelope.payload_tag = url(payload.getAuthTag());
  return { envelope, ciphertext };
}

function open({ envelope, ciphertext }, recipient) {
  const bound = boundOf(envelope);
  const key = wrappingKey(recipient, Buffer.from(envelope.ephemeral_public_key, 'base64url'), envelope);
  const wrapped = Buffer.from(envelope.wrapped_data_encryption_key, 'base64url');
  const unwrap = createDecipheriv('aes-256-gcm', key, Buffer.from(envelope.wrap_nonce, 'base64url'));
  unwrap.setAAD(bound).setAuthTag(wrapped.subarray(32));
  const dataKey = Buffer.concat([unwrap.update(wrapped.subarray(0, 32)), unwrap.final()]);
  const payload = createDecipheriv('aes-256-gcm', dataKey, Buffer.from(envelope.payload_nonce, 'base64url'));
  payload.setAAD(bound).setAuthTag(Buffer.from(envelope.payload_tag, 'base64url'));
  return Buffer.concat([payload.update(Buffer.from(ciphertext, 'base64')), payload.final()]);
}

// Nothing secret: the bytes count upwards so that anybody can derive the vectors again.
function counting(from, length) {
  return Buffer.from(Array.from({ length }, (_, index) => (from + index) % 256));
}

function vectors() {
  const secrets = {
    recipient: counting(1, 32), ephemeral: counting(65, 32), dataKey: counting(129, 32),
    salt: counting(3, 16), wrapNonce: counting(5, 12), payloadNonce: counting(7, 12),
  };
  const identity = {
    transfer_key: 'north-1__report__00__processed_v1__p_0011223344556677', source_node_key: 'north-1', source_center_key: 'north',
    target_node_key: 'hub', resource_kind: 'report', resource_hash: sha256('resource'),
  };
  return [1, 15, 16, 17, 4096].map((length) => {
    const plaintext = counting(11, length);
    const { envelope, ciphertext } = seal(plaintext, secrets, identity);
    return {
      recipient_private_key: url(secrets.recipient), plaintext: plaintext.toString('base64'), ciphertext: ciphertext.toString('base64'),
      authenticated_data: boundOf(envelope).toString('ascii'), fingerprint: sha256(canonical(envelope)), envelope,
    };
  });
}

const [, , command, argument] = process.argv;
const input = () => JSON.parse(readFileSync(0, 'utf8'));
if (command === 'vectors') console.log(JSON.stringify(vectors(), null, 2));
else if (command === 'open') console.log(open(input(), Buffer.from(argument, 'base64url')).toString('base64'));
else if (command === 'canonical') process.stdout.write(canonical(input()));
else { console.error('vectors | open PRIVATE | canonical'); process.exit(2); }
