import type { Pool } from 'pg';
import type { Position } from '../event.js';
import { translate } from '../postgres/failures.js';
import { entriesOf, positionOf } from './entries.js';
import { leafHash, MerkleTree } from './merkle.js';
import { NO_SEAL, publicPem, type Seal, sealWith } from './seal.js';
import { sealKeyOf } from './seal-key.js';

export interface SealerOptions {
  readonly pool: Pick<Pool, 'query'>;
  /** PEM of the private key; without one the database keeps one: see `sealKeyOf`. */
  readonly key?: string | null;
  /** So many positions that are not sealed are sealed at the next round; 4,096 unless told. */
  readonly due?: number;
  /** Fewer than that are sealed when the last seal is so many minutes old; 5 unless told. */
  readonly minutes?: number;
  /** Events of one seal at most; 65,536 unless told. */
  readonly most?: number;
}

interface Standing {
  readonly safe: Position;
  readonly number: number;
  readonly lastPosition: Position;
  readonly hash: string;
  readonly now: Date;
  readonly old: boolean;
}

type Raw = Omit<Standing, 'safe' | 'number' | 'lastPosition'> &
  Record<'safe' | 'number' | 'lastPosition', string | number>;

const STANDING = `
select h.safe, coalesce(s.number, 0) as number, coalesce(s.last_position, 0) as "lastPosition", coalesce(encode(s.hash, 'hex'), '${NO_SEAL}') as hash,
  clock_timestamp() as now, coalesce(s.sealed_at < clock_timestamp() - $1 * interval '1 minute', true) as old
from log.horizon h left join lateral (select * from log.seal order by number desc limit 1) s on true`;

const ADD = `
select log.add_seal($1, $2::bigint[], $3, $4,
  array[decode($5, 'hex'), decode($6, 'hex'), decode($7, 'hex'), decode($8, 'hex')], decode($9, 'hex'), $10, $11) as added`;

/**
 * Seals what lies below the horizon, range after range. Any number of processes may: each range is stored by whoever is first, and the
 * others go on after it. Neither the log nor a range is ever held whole.
 */
export class Sealer {
  constructor(private readonly options: SealerOptions) {}

  /** One round of housekeeping: seals as long as enough is waiting. @throws Unavailable */
  round(): Promise<Seal[]> {
    const { due = 4_096 } = this.options;
    return this.sealWhile(({ safe, lastPosition, old }) => old || safe - lastPosition >= due);
  }

  /** Seals everything below the horizon as it is now, however little it is. @throws Unavailable; the signal's reason */
  all(signal?: AbortSignal, onSealed: (seal: Seal) => void = () => undefined): Promise<Seal[]> {
    let end: Position | null = null;
    return this.sealWhile(({ safe, lastPosition }) => {
      signal?.throwIfAborted();
      end ??= safe;
      return lastPosition < end;
    }, onSealed);
  }

  private async sealWhile(
    isDue: (standing: Standing) => boolean,
    onSealed: (seal: Seal) => void = () => undefined,
  ): Promise<Seal[]> {
    const sealed: Seal[] = [];
    for (;;) {
      const standing = await this.standing();
      if (standing.safe === standing.lastPosition || !isDue(standing)) return sealed;
      const seal = await this.seal(standing);
      if (seal === 'nothing') return sealed;
      if (seal === 'overtaken') continue;
      sealed.push(seal);
      onSealed(seal);
    }
  }

  private async standing(): Promise<Standing> {
    const { pool, minutes = 5 } = this.options;
    const raw = (await pool.query<Raw>(STANDING, [minutes]).catch(translate)).rows[0]!;
    return { ...raw, safe: Number(raw.safe), number: Number(raw.number), lastPosition: Number(raw.lastPosition) };
  }

  /** The horizon was read before: whatever lies below it is seen by now. */
  private async seal({ safe, number, lastPosition, hash, now }: Standing): Promise<Seal | 'nothing' | 'overtaken'> {
    const { pool, key = null, most = 65_536 } = this.options;
    const tree = new MerkleTree();
    const marks: Buffer[] = [];
    let last = lastPosition;
    for await (const entry of entriesOf(pool, { after: lastPosition, upTo: safe })) {
      const leaf = leafHash(entry);
      tree.add(leaf);
      marks.push(leaf.subarray(0, 4));
      last = positionOf(entry);
      if (tree.size === most) break;
    }
    if (tree.size === 0) return 'nothing';
    const privateKey = await sealKeyOf(pool, key);
    const seal = sealWith(privateKey, {
      number: number + 1,
      firstPosition: lastPosition + 1,
      lastPosition: last,
      events: tree.size,
      sealedAt: now.toISOString(),
      root: tree.root().toString('hex'),
      previous: hash,
    });
    return (await this.add(seal, Buffer.concat(marks), publicPem(privateKey))) ? seal : 'overtaken';
  }

  private async add(seal: Seal, marks: Buffer, publicKey: string): Promise<boolean> {
    const { number, firstPosition, lastPosition, events, sealedAt, root, previous, hash, keyId, signature } = seal;
    const hashes = [root, previous, hash, keyId, signature];
    const range = [number, [firstPosition, lastPosition], events, sealedAt];
    const values = [...range, ...hashes, marks, publicKey];
    const { rows } = await this.options.pool.query<{ added: boolean }>(ADD, values).catch(translate);
    return rows[0]!.added;
  }
}
