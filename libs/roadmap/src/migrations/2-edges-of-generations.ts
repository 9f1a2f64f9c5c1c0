import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edges are kept in the schema of the items they come from, which is another one while rows of items are built beside the live ones. */
export class Roadmap1764000000752 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEP_EDGES);
  }

  async down(): Promise<void> {
    // The function before it did the same to the tables that are live.
  }
}

const KEEP_EDGES = `
create or replace function roadmap.keep_ordering_edges() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    execute format('delete from %I.ordering_edge where workspace_id = $1 and from_id = $2 and ($3 is null or to_id <> all ($3))', tg_table_schema)
    using old.workspace_id, old.item_id, case when tg_op = 'UPDATE' then new.ordering_ids end;
  end if;
  if tg_op <> 'DELETE' then
    execute format('insert into %I.ordering_edge select $1, $2, unnest($3) on conflict do nothing', tg_table_schema)
    using new.workspace_id, new.item_id, new.ordering_ids;
  end if;
  return null;
end $$;
`;
