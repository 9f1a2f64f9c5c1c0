import type { ProjectionConsumer } from '#libs/event-log';
import type { RequestEventType } from '../domain/index.js';

/** The consumer's name, for those who wait for it. */
export const RECORD_ITEMS = 'request-records';

/** Facts that change what the lists of records show. */
const types: readonly RequestEventType[] = [
  'BriefRevised',
  'OutcomeTargetSet',
  'OutcomeMeasured',
  'BugReported',
  'BugResolved',
  'DebtIncurred',
  'DebtPaid',
  'ExperimentDeclared',
  'ExperimentEnded',
  'RequestLaunched',
  'LaunchRolledBack',
  'RequestDeclined',
  'RequestWithdrawn',
  'RequestMerged',
  'RequestRevived',
];

const FORGET = `
delete from requests.record_item i using unnest($1::uuid[], $2::text[]) as t(workspace_id, stream_id)
where i.workspace_id = t.workspace_id and i.stream_id = t.stream_id`;

/**
 * Out of the row of the request, which is as new as the event or newer: what came later is taken in then, and once more with its own
 * event, to the same end.
 */
const REMEMBER = `
insert into requests.record_item
  (workspace_id, stream_id, item_key, request_id, kind, open, word, owner_id, day, at, data)
select r.workspace_id, r.stream_id, r.request_id || '/' || x.id, r.request_id, x.kind, x.open, x.word, x.owner_id, x.day, x.at, x.data
from unnest($1::uuid[], $2::text[]) as t(workspace_id, stream_id)
join requests.request_row r using (workspace_id, stream_id)
cross join lateral (
  select o->>'targetId' as id, 'OUTCOME' as kind, jsonb_array_length(o->'measurements') = 0 as open, o->>'metric' as word,
    null::uuid as owner_id, r.launched_on + (o->>'windowDays')::int as day, (o->>'setAt')::timestamptz as at,
    o || jsonb_build_object('launchedOn', r.launched_on) as data
  from jsonb_array_elements(r.document->'outcomeTargets') o
  union all
  select b->>'bugId', 'BUG', b->>'resolution' is null, b->>'severity', null, (b->>'foundAt')::date, (b->>'reportedAt')::timestamptz, b
  from jsonb_array_elements(r.document->'bugs') b
  union all
  select d->>'debtId', 'DEBT', d->>'paid' is null, null, (d->>'ownerId')::uuid, (d->>'paybackDate')::date,
    (d->>'incurredAt')::timestamptz, d
  from jsonb_array_elements(r.document->'debts') d
  union all
  select 'X' || place, 'EXPERIMENT', e->>'ended' is null, coalesce(e->'ended'->>'outcome', 'RUNNING'), null, (e->>'endsOn')::date,
    (e->>'declaredAt')::timestamptz, e
  from jsonb_array_elements(coalesce(r.document->'pastExperiments', '[]') || coalesce(r.document->'experiment', 'null')) with ordinality as experiment(e, place)
  where jsonb_typeof(e) = 'object' and (e->>'ended' is not null or r.status not in ('DECLINED', 'WITHDRAWN', 'MERGED'))
  union all
  select 'P' || m.place, 'MEASUREMENT', true, m.item->>'channel', (m.item->>'owner')::uuid, null, r.drafted_at, m.item
  from jsonb_array_elements(r.document->'brief'->'measurementPlan') with ordinality as m(item, place)
  where r.status not in ('DECLINED', 'WITHDRAWN', 'MERGED')
) x`;

/** Outcomes, bugs, debts, experiments and planned measurements of all requests: two statements for a batch, whatever its size. */
export const recordItems: ProjectionConsumer = {
  kind: 'projection',
  source: import.meta.url,
  tables: ['requests.record_item'],
  name: RECORD_ITEMS,
  about: 'Lists of outcomes, bugs, debts, experiments and measurements.',
  types,
  async apply(events, transaction) {
    const streams = [...new Map(events.map((event) => [`${event.workspaceId}/${event.streamId}`, event])).values()];
    const values = [streams.map(({ workspaceId }) => workspaceId), streams.map(({ streamId }) => streamId)];
    await transaction.query(FORGET, values);
    await transaction.query(REMEMBER, values);
  },
};
