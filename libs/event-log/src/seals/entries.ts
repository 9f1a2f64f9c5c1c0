import type { Pool } from 'pg';
import type { Position } from '../event.js';
import { translate } from '../postgres/failures.js';
import { ENTRY_BYTES } from './merkle.js';

/** Events read at a time. */
const BATCH = 5_000;

/** A hash of another length was never ours; its own hash keeps the entries in step. */
const ENTRIES = `
select coalesce(string_agg(int8send(position) || int8send((extract(epoch from recorded_at) * 1000)::bigint)
  || case when octet_length(hash) = 32 then hash else sha256(hash) end, ''::bytea order by position), ''::bytea) as entries
from (select position, recorded_at, hash from log.event where position > $1 and position <= $2 order by position limit $3) e`;

export const positionOf = (entry: Buffer): Position => Number(entry.readBigInt64BE(0));

/**
 * What seals say of events, 48 bytes for each (see `leafHash`), in the order of positions; the next batch is on its way while one is
 * handled.
 * @param range after the first position, up to the second
 */
export async function* entriesOf(
  pool: Pick<Pool, 'query'>,
  range: { readonly after: Position; readonly upTo: Position },
): AsyncGenerator<Buffer, void, undefined> {
  const read = async (after: Position): Promise<Buffer> => {
    const query = { name: 'log_entries', text: ENTRIES, values: [after, range.upTo, BATCH] };
    return (await pool.query<{ entries: Buffer }>(query).catch(translate)).rows[0]!.entries;
  };
  let next: Promise<Buffer> | null = read(range.after);
  try {
    while (next !== null) {
      const page: Buffer = await next;
      const full = page.length === BATCH * ENTRY_BYTES;
      next = full ? read(positionOf(page.subarray(-ENTRY_BYTES))) : null;
      next?.catch(() => undefined); // heard by the next turn, unless whoever reads has left
      for (let at = 0; at < page.length; at += ENTRY_BYTES) yield page.subarray(at, at + ENTRY_BYTES);
    }
  } finally {
    await next?.catch(() => undefined);
  }
}
