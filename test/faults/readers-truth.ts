import type { EventLog, HistoricRow, HistoryConsumer, Position, Recorded } from '#libs/event-log';
import { streamId } from '#libs/event-log';
import type { Pool } from 'pg';

/** Some fold, whatever its rows are. */
type AnyFold = HistoryConsumer['folds'][number];

/** All events of a workspace up to a position, straight from the log. */
export async function storyOf(log: EventLog, workspaceId: string, upTo: Position): Promise<Recorded[]> {
  const story: Recorded[] = [];
  for (let after = 0; ;) {
    const { events } = await log.readAll({ after, upTo, limit: 1_000, workspaceId });
    story.push(...events);
    if (events.length === 0) return story;
    after = events.at(-1)!.position;
  }
}

/** What a fold makes of a story up to a position, by stream, in the order in which its rows began. */
export function rowsOf({ fold, story, log }: { fold: AnyFold; story: readonly Recorded[]; log: EventLog }) {
  const own = log.model.catalogue.types.filter(({ streamType }) => streamType === fold.streamType);
  const types = new Set(own.map(({ type }) => type).filter((type) => fold.types?.includes(type) !== false));
  const begins = streamId({ type: fold.streamType, id: '' });
  const isOwn = ({ type, streamId: id }: Recorded) =>
    types.has(type) && id.startsWith(begins) && !longerType(log, id, begins);
  return (upTo: Position): HistoricRow<object>[] => {
    const rows = new Map<string, HistoricRow<object>>();
    for (const event of story) {
      if (event.position > upTo || !isOwn(event)) continue;
      const row = fold.evolve(rows.get(event.streamId)?.row ?? null, event);
      rows.set(event.streamId, { streamId: event.streamId, version: event.version, position: event.position, row });
    }
    return [...rows.values()];
  };
}

/** Whether the stream is of a type whose name only begins alike. */
const longerType = (log: EventLog, id: string, begins: string): boolean =>
  log.model.catalogue.types.some(({ streamType }) => {
    const other = streamId({ type: streamType, id: '' });
    return other.length > begins.length && id.startsWith(other);
  });

/** A delivery with its tries. */
export interface Delivered {
  readonly webhook_id: string;
  readonly delivery_id: string;
  readonly event_id: string;
  readonly position: number;
  readonly state: string;
  readonly attempts: number;
  readonly codes: readonly (number | null)[];
  readonly numbers: readonly number[];
}

export const deliveriesOf = async (owner: Pool): Promise<Delivered[]> =>
  (
    await owner.query<Delivered>(`
      select d.webhook_id, d.delivery_id, d.event_id, d.position::float8 as position, d.state, d.attempts,
        coalesce(array_agg(a.number order by a.number) filter (where a.number is not null), '{}') as numbers,
        coalesce(array_agg(a.status_code order by a.number) filter (where a.number is not null), '{}') as codes
      from webhooks.delivery d left join webhooks.attempt a using (workspace_id, delivery_id)
      group by d.workspace_id, d.delivery_id order by d.position`)
  ).rows;

/** What the log of a delivery's tries says that cannot be. */
export function contradictions({ delivery_id: id, state, attempts, codes, numbers }: Delivered): string[] {
  const isWell = (code: number | null) => code !== null && code >= 200 && code < 300;
  const found: string[] = [];
  if (numbers.join() !== Array.from({ length: attempts }, (_, place) => place + 1).join())
    found.push(`${id} counts ${attempts} tries and tells of ${numbers.join()}`);
  if (codes.slice(0, -1).some(isWell)) found.push(`${id} was tried again after it was delivered`);
  if (isWell(codes.at(-1) ?? null) !== (state === 'DELIVERED')) found.push(`${id} is ${state} after ${codes.join()}`);
  return found;
}

/** A trigger that fails the search's projection at the requests listed in `public.poison`, whoever runs it. */
export const POISON = `
create table public.poison (request_id uuid primary key);
create function public.refuse_poison() returns trigger language plpgsql security definer as $$ begin
  if exists (select from public.poison p where p.request_id = new.request_id) then raise exception 'A poison event.'; end if;
  return new;
end $$;
create trigger poison before insert or update on requests.search_row for each row execute function public.refuse_poison();
`;
