import type { Pool } from 'pg';
import { translate } from '../postgres/failures.js';
import type { Seal } from './seal.js';

/** A seal and the public key (PEM) of the log's list that it says it was signed with; null when the list lacks it. */
export interface StoredSeal extends Seal {
  readonly publicKey: string | null;
}

type Raw = Omit<StoredSeal, 'number' | 'firstPosition' | 'lastPosition' | 'sealedAt'> &
  Record<'number' | 'firstPosition' | 'lastPosition', string | number> & { readonly sealedAt: Date };

const COLUMNS = `s.number, s.first_position as "firstPosition", s.last_position as "lastPosition", s.events, s.sealed_at as "sealedAt",
  encode(s.root, 'hex') as root, encode(s.previous, 'hex') as previous, encode(s.hash, 'hex') as hash,
  encode(s.key_id, 'hex') as "keyId", encode(s.signature, 'hex') as signature, k.public_key as "publicKey"`;

const AFTER = `
select ${COLUMNS} from log.seal s left join log.seal_key k on k.key_id = s.key_id
where s.number > $1 order by s.number limit $2`;

const COVERING = `
select ${COLUMNS} from log.seal s left join log.seal_key k on k.key_id = s.key_id
where s.last_position >= $1 and s.first_position <= $1 order by s.last_position limit 1`;

const sealOf = (raw: Raw): StoredSeal => ({
  ...raw,
  number: Number(raw.number),
  firstPosition: Number(raw.firstPosition),
  lastPosition: Number(raw.lastPosition),
  sealedAt: raw.sealedAt.toISOString(),
});

/** Seals after one, in their order. @throws Unavailable */
export async function sealsAfter(pool: Pick<Pool, 'query'>, number: number, limit: number): Promise<StoredSeal[]> {
  const { rows } = await pool.query<Raw>(AFTER, [number, limit]).catch(translate);
  return rows.map(sealOf);
}

/** All seals in their order, some hundred at a time. @throws Unavailable */
export async function* allSeals(pool: Pick<Pool, 'query'>): AsyncGenerator<StoredSeal, void, undefined> {
  const most = 500;
  for (let after = 0, full = true; full;) {
    const page = await sealsAfter(pool, after, most);
    yield* page;
    after = page.at(-1)?.number ?? after;
    full = page.length === most;
  }
}

/** The seal of a position; null as long as there is none. @throws Unavailable */
export async function sealOver(pool: Pick<Pool, 'query'>, position: number): Promise<StoredSeal | null> {
  const { rows } = await pool.query<Raw>(COVERING, [position]).catch(translate);
  return rows[0] ? sealOf(rows[0]) : null;
}

/** The first bytes of the leaves of a seal, four of each. @throws Unavailable */
export async function leafMarks(pool: Pick<Pool, 'query'>, number: number): Promise<Buffer> {
  const text = 'select leaf_marks as marks from log.seal where number = $1';
  const { rows } = await pool.query<{ marks: Buffer }>(text, [number]).catch(translate);
  return rows[0]?.marks ?? Buffer.alloc(0);
}
