import { hash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { parse, v5 as uuidV5 } from 'uuid';
import type { EventMeta, Fact } from './event.js';

const sha256 = (data: string | Buffer): Buffer => hash('sha256', data, 'buffer');

/** Hex sha256 of the canonical JSON (RFC 8785) of any plain value: equal values give equal hashes, whatever the order of keys. */
export const canonicalHash = (value: unknown): string => hash('sha256', canonicalize(value), 'hex');

export interface HashedContent extends Fact {
  readonly workspaceId: string;
  readonly streamId: string;
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly meta: EventMeta;
}

/** What the chain protects of one event: everything but its place in the chain. */
export const contentHash = (event: HashedContent): Buffer => {
  const { workspaceId, streamId, eventId, type, schemaVersion, data, meta } = event;
  return sha256(canonicalize({ workspaceId, streamId, eventId, type, schemaVersion, data, meta }));
};

/** `hash = sha256(previous hash ‖ version as 4 bytes, big-endian ‖ content hash)`; the first event's previous hash is empty. */
export const chainHash = (previous: Buffer, version: number, content: Buffer): Buffer => {
  const versionBytes = Buffer.alloc(4);
  versionBytes.writeInt32BE(version);
  return sha256(Buffer.concat([previous, versionBytes, content]));
};

const EVENT_IDS = parse('5d7a6f0e-0c39-5d3b-9a51-6c3e0d9b7f42');

/** The same command gives the same event ids, so a retry after a lost answer cannot store a fact twice. */
export const eventIdOf = (workspaceId: string, commandId: string, ordinal: number): string =>
  uuidV5(Buffer.from(`${workspaceId}/${commandId}/${ordinal}`), EVENT_IDS);
