import type { PoolClient } from 'pg';
import type { KeptTable } from './kept-log-tables.js';

const REFERENCES = `
select distinct a.schema || '.' || a.name as "from", b.schema || '.' || b.name as "to"
from pg_constraint c
join (select k.oid, n.nspname as schema, k.relname as name from pg_class k join pg_namespace n on n.oid = k.relnamespace) a on a.oid = c.conrelid
join (select k.oid, n.nspname as schema, k.relname as name from pg_class k join pg_namespace n on n.oid = k.relnamespace) b on b.oid = c.confrelid
where c.contype = 'f' and c.conrelid <> c.confrelid`;

/** The tables in an order in which they can be filled: whatever refers to another table comes after it. */
export async function inFillingOrder(
  client: Pick<PoolClient, 'query'>,
  tables: readonly KeptTable[],
): Promise<KeptTable[]> {
  const { rows } = await client.query<{ from: string; to: string }>(REFERENCES);
  const known = new Map(tables.map((kept) => [kept.table, kept]));
  const ordered = new Set<KeptTable>();
  const visit = (kept: KeptTable, above: readonly string[]): void => {
    if (ordered.has(kept) || above.includes(kept.table)) return;
    for (const { to } of rows.filter(({ from }) => from === kept.table)) {
      const needed = known.get(to);
      if (needed) visit(needed, [...above, kept.table]);
    }
    ordered.add(kept);
  };
  for (const kept of tables) visit(kept, []);
  return [...ordered];
}
