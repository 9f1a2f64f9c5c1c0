import { openPool } from '#libs/platform';
import { keptTables as KEPT, projectedTables as PROJECTED } from '../../apps/api/src/tables.js';
import { prepareViews } from './api.js';

const TABLES = `
select format('%I.%I', schemaname, tablename) as name from pg_tables
where schemaname not in ('log', 'public', 'pg_catalog', 'information_schema') and schemaname !~ '^(beside|kept)_' order by 1`;

/**
 * Throws away every row that was computed from the log, with snapshots and states of the past, and makes all of it again as a start of the
 * service does; projections begin at the start of the log when a worker runs. Nobody may be connected.
 * @returns how many rows inline views had, before and after
 */
export async function rebuildReadModels(ownerUrl: string): Promise<readonly [before: number, after: number]> {
  const owner = openPool({ url: ownerUrl, size: 1, applicationName: 'twolane spec' });
  try {
    const { rows: views } = await owner.query<{ name: string }>(
      'select table_name as name from log.inline_view order by 1',
    );
    const inline = views.map(({ name }) => name);
    const { rows: tables } = await owner.query<{ name: string }>(TABLES);
    const known = new Set([...inline, ...PROJECTED, ...KEPT, 'roadmap.ordering_edge']);
    const strange = tables.map(({ name }) => name).filter((name) => !known.has(name));
    if (strange.length > 0) throw new Error(`Is this a read model? ${strange.join(', ')}`);
    const counted = async (): Promise<number> => {
      const each = inline.map((name) => `select count(*)::int as rows from ${name}`).join(' union all ');
      const { rows } = await owner.query<{ rows: number }>(`select sum(rows)::int as rows from (${each}) x`);
      return rows[0]!.rows;
    };
    const before = await counted();
    for (const name of [...inline, ...PROJECTED]) await owner.query(`delete from ${name}`);
    await owner.query(
      'delete from log.snapshot; delete from log.past_state; delete from log.row_version; delete from log.inline_view',
    );
    await owner.query(`update log.consumer set position = 0 where kind = 'projection'`);
    await prepareViews(ownerUrl);
    return [before, await counted()];
  } finally {
    await owner.end();
  }
}
