import { canonicalize } from 'json-canonicalize';
import type { Pool } from 'pg';
import type { EventMeta, Instant, Position } from '../event.js';
import type { HashedContent } from '../hashing.js';
import { NotFound, Refusal } from '../refusal.js';
import { decodeEvent, type EventTuple } from '../postgres/decode.js';
import { translate } from '../postgres/failures.js';
import { EVENT_COLUMNS } from '../postgres/statements.js';
import { entriesOf, positionOf } from './entries.js';
import { auditPath, leafHash, rootOf } from './merkle.js';
import type { Hex, Seal } from './seal.js';
import { sealOver, type StoredSeal } from './seal-rows.js';

/**
 * Proof that an event stands in the log as it is shown: its place in its stream, its leaf, the way from there to the root of a seal, and
 * the seal with its signature. Everything in it is covered by the signature, so no part of it can be changed.
 */
export interface InclusionProof {
  readonly kind: 'twolane proof 1';
  readonly event: HashedContent & { readonly data: object; readonly meta: EventMeta };
  readonly stream: {
    /** Of the event in its stream. */
    readonly version: number;
    /** Hash of the event before it in its stream; empty for the first. */
    readonly previous: Hex;
  };
  readonly leaf: {
    readonly position: Position;
    readonly recordedAt: Instant;
    /** Which of the seal's events it is, from 0. */
    readonly index: number;
  };
  /** The nodes beside the way from the leaf to the root, from the bottom to the top. */
  readonly path: readonly Hex[];
  readonly seal: Omit<Seal, 'hash'>;
  /** PEM. */
  readonly publicKey: string;
}

/** The event is not below any seal yet. */
export class NotSealed extends Refusal<{ position: Position }> {
  constructor(position: Position) {
    super(
      'NOT_SEALED',
      'STATE',
      `Position ${position} is not sealed yet: "npm run twolane -- seal" seals everything up to now.`,
      { position },
      { retryable: true },
    );
  }
}

/** What stands below the seal is not what was sealed: there is nothing to prove but that. */
export class SealBroken extends Refusal<{ number: number }> {
  constructor(number: number) {
    super('SEAL_BROKEN', 'STATE', `Seal ${number} does not hold any more: "npm run twolane -- verify" tells where.`, {
      number,
    });
  }
}

interface Row {
  readonly event: EventTuple;
  readonly previous: Hex | null;
}

const found = (by: string): string => `
select ${EVENT_COLUMNS} as event,
  (select encode(p.hash, 'hex') from log.event p where p.workspace_id = e.workspace_id and p.stream_id = e.stream_id and p.version = e.version - 1) as previous
from log.event e where ${by} limit 1`;

/**
 * @param which the event's id or its position
 * @throws NotFound, NotSealed, SealBroken, Unavailable
 */
export async function proofOf(pool: Pick<Pool, 'query'>, which: string | Position): Promise<InclusionProof> {
  const by = typeof which === 'number' ? 'e.position = $1' : 'e.event_id = $1::uuid';
  const { rows } = await pool.query<Row>(found(by), [which]).catch(translate);
  const [row] = rows;
  if (!row) throw new NotFound('event');
  const { version, position, recordedAt, workspaceId, streamId, eventId, type, schemaVersion, data, meta } =
    decodeEvent(row.event);
  const seal = await sealOver(pool, position);
  if (seal?.publicKey == null) throw new NotSealed(position);
  const { index, path } = await wayTo(pool, position, seal);
  return {
    kind: 'twolane proof 1',
    event: { workspaceId, streamId, eventId, type, schemaVersion, data, meta },
    stream: { version, previous: row.previous ?? '' },
    leaf: { position, recordedAt, index },
    path: path.map((node) => node.toString('hex')),
    seal: shown(seal),
    publicKey: seal.publicKey,
  };
}

/** As a file (RFC 8785): the checker takes no other spelling of the same JSON. */
export const proofText = (proof: InclusionProof): string => `${canonicalize(proof)}\n`;

/** What is hashed, and by whom it was signed. */
function shown(seal: StoredSeal): InclusionProof['seal'] {
  const { number, firstPosition, lastPosition, events, sealedAt, root, previous, keyId, signature } = seal;
  return { number, firstPosition, lastPosition, events, sealedAt, root, previous, keyId, signature };
}

async function wayTo(
  pool: Pick<Pool, 'query'>,
  position: Position,
  seal: Seal,
): Promise<{ index: number; path: Buffer[] }> {
  const leaves: Buffer[] = [];
  let index = -1;
  for await (const entry of entriesOf(pool, { after: seal.firstPosition - 1, upTo: seal.lastPosition })) {
    if (positionOf(entry) === position) index = leaves.length;
    leaves.push(leafHash(entry));
  }
  if (rootOf(leaves).toString('hex') !== seal.root) throw new SealBroken(seal.number);
  return { index, path: auditPath(leaves, index) };
}
