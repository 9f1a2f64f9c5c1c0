/**
 * What items need and follow, as edges. The rows of items have them as lists, in which a search can only go one way; these are kept from
 * the rows by triggers, in whatever transaction writes a row, so that they are rebuilt with them as well.
 */
export const ORDERING_EDGES = `
create table roadmap.ordering_edge (
  workspace_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  primary key (workspace_id, from_id, to_id)
);
create index ordering_edge_to on roadmap.ordering_edge (workspace_id, to_id, from_id);

create function roadmap.keep_ordering_edges() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op <> 'INSERT' then
    delete from roadmap.ordering_edge as edge where edge.workspace_id = old.workspace_id and edge.from_id = old.item_id
      and (tg_op = 'DELETE' or edge.to_id <> all (new.ordering_ids));
  end if;
  if tg_op <> 'DELETE' then
    insert into roadmap.ordering_edge select new.workspace_id, new.item_id, unnest(new.ordering_ids) on conflict do nothing;
  end if;
  return null;
end $$;

create trigger add_ordering_edges after insert on roadmap.item_row
  for each row when (new.ordering_ids <> '{}') execute function roadmap.keep_ordering_edges();
create trigger change_ordering_edges after update on roadmap.item_row
  for each row when (old.ordering_ids is distinct from new.ordering_ids) execute function roadmap.keep_ordering_edges();
create trigger remove_ordering_edges after delete on roadmap.item_row
  for each row when (old.ordering_ids <> '{}') execute function roadmap.keep_ordering_edges();
`;

/**
 * Whether one item leads to another. It looks from both ends in turn, each time eight times as far as before, and is over as soon as one
 * of them leads nowhere else: most items have little before or behind them, whatever else the roadmap holds. Only where there is a way is
 * it walked again, step by step, to be told.
 */
export const ORDERING_PATH = `
create function roadmap.is_ordered_before(workspace uuid, first_id uuid, last_id uuid) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
declare
  reach int := 64;
  known uuid[];
begin
  loop
    with recursive behind(id) as (
      select last_id union
      select edge.from_id from behind join roadmap.ordering_edge as edge on edge.workspace_id = workspace and edge.to_id = behind.id
    ) select array_agg(part.id) into known from (select id from behind limit reach) as part;
    if first_id = any (known) then return true; end if;
    if cardinality(known) < reach then return false; end if;
    with recursive ahead(id) as (
      select first_id union
      select edge.to_id from ahead join roadmap.ordering_edge as edge on edge.workspace_id = workspace and edge.from_id = ahead.id
    ) select array_agg(part.id) into known from (select id from ahead limit reach) as part;
    if last_id = any (known) then return true; end if;
    if cardinality(known) < reach then return false; end if;
    reach := reach * 8;
  end loop;
end $$;

-- From first_id to last_id, both included, by the fewest steps; null where none leads there.
create function roadmap.ordering_path(workspace uuid, first_id uuid, last_id uuid) returns uuid[]
language plpgsql stable set search_path = pg_catalog as $$
declare
  seen uuid[] := array[first_id];
  came_from uuid[] := array[null::uuid];
  reached uuid[] := array[first_id];
  reached_from uuid[];
  path uuid[] := '{}';
  at uuid := last_id;
begin
  if not roadmap.is_ordered_before(workspace, first_id, last_id) then return null; end if;
  while last_id <> all (seen) loop
    select array_agg(next.to_id), array_agg(next.from_id) into reached, reached_from from (
      select distinct on (edge.to_id) edge.to_id, edge.from_id from roadmap.ordering_edge as edge
      where edge.workspace_id = workspace and edge.from_id = any (reached) and edge.to_id <> all (seen)
      order by edge.to_id, edge.from_id
    ) as next;
    if reached is null then return null; end if;
    seen := seen || reached;
    came_from := came_from || reached_from;
  end loop;
  while at is not null loop
    path := at || path;
    at := came_from[array_position(seen, at)];
  end loop;
  return path;
end $$;
`;
