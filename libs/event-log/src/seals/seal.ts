import { createHash, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { Instant, Position } from '../event.js';

/** Bytes as lower-case hex. */
export type Hex = string;

/** What a seal says of a range of the log, before it is signed. */
export interface SealedRange {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** Ranges follow each other: this is one after the last position of the seal before. */
  readonly firstPosition: Position;
  /** The position of the last event in it. */
  readonly lastPosition: Position;
  readonly events: number;
  /** By the clock of the database. */
  readonly sealedAt: Instant;
  /** Merkle root over the events in the order of their positions. */
  readonly root: Hex;
  /** Hash of the seal before; 64 zeros for the first. */
  readonly previous: Hex;
}

/** A range that was signed. */
export interface Seal extends SealedRange {
  readonly hash: Hex;
  /** sha256 of the public key (SPKI, DER). */
  readonly keyId: Hex;
  /** Ed25519 over the hash. */
  readonly signature: Hex;
}

/** What stands before the first seal. */
export const NO_SEAL: Hex = '0'.repeat(64);

const bigEndian = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** `sha256(0x02 ‖ number ‖ first ‖ last ‖ events ‖ sealed at in milliseconds ‖ root ‖ previous)`, numbers in 8 bytes, big-endian. */
export const sealHash = ({ number, firstPosition, lastPosition, events, sealedAt, root, previous }: SealedRange): Hex =>
  hash(
    'sha256',
    Buffer.concat([
      Buffer.from([2]),
      ...[number, firstPosition, lastPosition, events, Date.parse(sealedAt)].map(bigEndian),
      Buffer.from(root, 'hex'),
      Buffer.from(previous, 'hex'),
    ]),
    'hex',
  );

/** The public key that belongs to a private or a public one, as PEM. */
export const publicPem = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'pem' }).toString();

/** What a key is called: sha256 of its public half. */
export const keyIdOf = (publicKey: string): Hex =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** @param key an Ed25519 private key */
export function sealWith(key: KeyObject, range: SealedRange): Seal {
  const sealed = sealHash(range);
  const signature = sign(null, Buffer.from(sealed, 'hex'), key).toString('hex');
  return { ...range, hash: sealed, keyId: keyIdOf(publicPem(key)), signature };
}

/** Whether the seal's hash was signed by this public key (PEM). */
export const isSignedBy = (publicKey: string, { hash: sealed, signature }: Pick<Seal, 'hash' | 'signature'>): boolean =>
  verify(null, Buffer.from(sealed, 'hex'), publicKey, Buffer.from(signature, 'hex'));
