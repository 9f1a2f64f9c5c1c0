import type { Pool } from 'pg';
import type { Position } from '../event.js';
import { translate } from '../postgres/failures.js';
import { entriesOf } from './entries.js';
import { locate } from './locate.js';
import { leafHash, MerkleTree } from './merkle.js';
import { isSignedBy, keyIdOf, NO_SEAL, type Seal, sealHash } from './seal.js';
import { allSeals, type StoredSeal } from './seal-rows.js';

/**
 * order: a seal is missing, or does not follow from the one before. seal: its hash is not that of what it says. key, signature: it was not
 * signed by the key it names, or by none that is trusted. sealed: the events are not those that were sealed. anchor: it is not the seal that
 * was exported.
 */
export type SealBreakKind = 'order' | 'seal' | 'key' | 'signature' | 'anchor' | 'sealed';

export interface SealBreak {
  readonly kind: SealBreakKind;
  readonly number: number;
  /** Of the event that does not fit, where it is one. */
  readonly position: Position | null;
  /** What was found, and where. */
  readonly message: string;
}

export interface SealsResult {
  readonly seals: number;
  readonly events: number;
  /** The end of the last seal; 0 without any. */
  readonly lastPosition: Position;
  /** Events behind it, up to the horizon. */
  readonly unsealed: number;
  /** Seals with a break. */
  readonly broken: number;
  readonly first: SealBreak | null;
  /** Who signed how many. */
  readonly keys: readonly { readonly keyId: string; readonly seals: number }[];
}

export interface VerifySealsOptions {
  /** Seals that were exported before: the log must have exactly these. */
  readonly anchors?: readonly Pick<Seal, 'number' | 'hash'>[];
  /** Public keys (PEM): seals of others are breaks. Any key of the log's list unless told. */
  readonly trusted?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface SealsProgress {
  readonly events: number;
  readonly total: number;
}

/** Of events behind the last seal. */
const UNSEALED = `
select count(*)::int as count from log.event e where e.position > $1 and e.position <= (select safe from log.horizon)`;
const TOTAL = 'select coalesce(sum(events), 0)::float8 as total from log.seal';

/**
 * Recomputes every seal from what is stored, in the order of positions, and the chain and signatures of the seals themselves. Finds events
 * that were changed in their place or instant, removed or added, wherever a seal covers them; that an event's content is what its hash says
 * is found by `verify`. Appends and sealing may go on meanwhile.
 * @throws Unavailable; the signal's reason
 */
export async function verifySeals(
  pool: Pick<Pool, 'query'>,
  options: VerifySealsOptions = {},
  onProgress: (progress: SealsProgress) => void = () => undefined,
): Promise<SealsResult> {
  const walk = new SealsWalk(pool, options);
  const total = (await pool.query<{ total: number }>(TOTAL).catch(translate)).rows[0]!.total;
  for await (const seal of allSeals(pool)) {
    await walk.check(seal, (events) => onProgress({ events, total }));
  }
  return walk.end();
}

type Wrong = Omit<SealBreak, 'number'>;

const said = (kind: SealBreakKind, seal: Seal, what: string): Wrong => ({
  kind,
  position: null,
  message: `Seal ${seal.number}, positions ${seal.firstPosition} to ${seal.lastPosition}: ${what}.`,
});

class SealsWalk {
  private readonly anchors: ReadonlyMap<number, string>;
  private readonly trusted: ReadonlySet<string> | null;
  private readonly keys = new Map<string, number>();
  private last: StoredSeal | null = null;
  private seals = 0;
  private events = 0;
  private broken = 0;
  private first: SealBreak | null = null;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly options: VerifySealsOptions,
  ) {
    this.anchors = new Map((options.anchors ?? []).map(({ number, hash }) => [number, hash]));
    this.trusted = options.trusted ? new Set(options.trusted.map(keyIdOf)) : null;
  }

  async check(seal: StoredSeal, onEvents: (events: number) => void): Promise<void> {
    const wrong = this.wrongSeal(seal) ?? (await this.wrongEvents(seal, onEvents));
    if (wrong !== null) this.add({ number: seal.number, ...wrong });
    this.keys.set(seal.keyId, (this.keys.get(seal.keyId) ?? 0) + 1);
    this.seals += 1;
    this.events += seal.events;
    onEvents(this.events);
    this.last = seal;
  }

  async end(): Promise<SealsResult> {
    const lastPosition = this.last?.lastPosition ?? 0;
    const cutOff = [...this.anchors.keys()].filter((number) => number > (this.last?.number ?? 0));
    if (cutOff.length > 0) {
      const number = Math.min(...cutOff);
      const message = `Seal ${number} was exported, but the log has only ${this.last?.number ?? 0} seals: its end was cut off.`;
      this.add({ kind: 'anchor', number, position: null, message });
    }
    const { rows } = await this.pool.query<{ count: number }>(UNSEALED, [lastPosition]).catch(translate);
    const { seals, events, broken, first } = this;
    const keys = [...this.keys].map(([keyId, signed]) => ({ keyId, seals: signed }));
    return { seals, events, lastPosition, unsealed: rows[0]!.count, broken, first, keys };
  }

  private add(found: SealBreak): void {
    this.broken += 1;
    this.first ??= found;
  }

  private wrongSeal(seal: StoredSeal): Wrong | null {
    return this.wrongOrder(seal) ?? this.wrongSignature(seal) ?? this.wrongAnchor(seal);
  }

  private wrongOrder(seal: StoredSeal): Wrong | null {
    const before = this.last ?? { number: 0, lastPosition: 0, hash: NO_SEAL };
    if (seal.number !== before.number + 1) return said('order', seal, `seal ${before.number + 1} was due`);
    if (seal.firstPosition !== before.lastPosition + 1)
      return said('order', seal, `it should begin at position ${before.lastPosition + 1}`);
    if (seal.previous !== before.hash) return said('order', seal, 'it does not follow from the seal before');
    return sealHash(seal) === seal.hash ? null : said('seal', seal, 'its hash is not that of what it says');
  }

  private wrongSignature(seal: StoredSeal): Wrong | null {
    if (this.trusted !== null && !this.trusted.has(seal.keyId))
      return said('key', seal, `it was signed by the key ${seal.keyId}, which is none of those you trust`);
    if (seal.publicKey === null) return said('key', seal, `the log does not know the key ${seal.keyId}`);
    if (idOrNull(seal.publicKey) !== seal.keyId) return said('key', seal, `the key ${seal.keyId} was replaced`);
    return isSignedBy(seal.publicKey, seal) ? null : said('signature', seal, 'its signature is not that of its key');
  }

  private wrongAnchor(seal: Seal): Wrong | null {
    const anchored = this.anchors.get(seal.number);
    if (anchored === undefined || anchored === seal.hash) return null;
    return said('anchor', seal, 'it is not the seal that was exported: what it covers was rewritten and sealed anew');
  }

  private async wrongEvents(seal: Seal, onEvents: (events: number) => void): Promise<Wrong | null> {
    const tree = new MerkleTree();
    for await (const entry of entriesOf(this.pool, { after: seal.firstPosition - 1, upTo: seal.lastPosition })) {
      tree.add(leafHash(entry));
      if (tree.size % 5_000 === 0) {
        this.options.signal?.throwIfAborted();
        onEvents(this.events + tree.size);
      }
    }
    if (tree.size === seal.events && tree.root().toString('hex') === seal.root) return null;
    const found = await locate(this.pool, seal, tree.size);
    return { ...said('sealed', seal, found.what), position: found.position };
  }
}

const idOrNull = (publicKey: string): string | null => {
  try {
    return keyIdOf(publicKey);
  } catch {
    return null;
  }
};
