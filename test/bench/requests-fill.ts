import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { EventLog, PostgresLogStore, type Recorded, streamId } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { request, type RequestEvent, requestsConsumers, requestsModel } from '#libs/requests';
import { logModel } from '../../apps/api/src/contexts.js';
import { brief, type Brief } from './drafts.js';

/** Who and where the filled requests are. */
export interface Filling {
  readonly workspaceId: string;
  readonly requesterId: string;
  readonly consumerTeamId: string;
  readonly providerTeamId: string;
}

const BATCH = 500;
const SAMPLE = 8;
const BEGAN = Date.parse('2026-01-05T08:00:00.000Z');

/** The same figures in every run. */
function* figures(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** So many words as people use them: a few all the time, most hardly ever. */
const prose = (number: number, words: number): string => {
  const source = figures(number);
  return Array.from({ length: words }, () => `word${Math.floor(Math.exp(source.next().value * 9))}`).join(' ');
};

/** Words that so many requests hold: every one, each tenth, each hundredth, each five hundredth, twenty however many there are. */
export const WORDS = {
  all: 'offers',
  tenth: 'autumn',
  hundredth: 'voucher',
  fiveHundredth: 'zeppelin',
  twenty: 'quokka',
} as const;

const campaignGoal = (number: number): string =>
  [
    prose(number, 80),
    WORDS.all,
    ...(number % 10 === 0 ? [WORDS.tenth] : []),
    ...(number % 100 === 0 ? [WORDS.hundredth] : []),
    ...(number % 500 === 0 ? [WORDS.fiveHundredth] : []),
    ...(number <= 20 ? [WORDS.twenty] : []),
  ].join(' ');

const briefOf = (number: number): Brief => ({
  ...brief,
  userStories: [{ role: 'visitor', want: prose(number + 1, 12), benefit: prose(number + 2, 12) }],
  criteria: brief.criteria.map((criterion, index) => ({ ...criterion, text: prose(number + index, 10) })),
  context: { campaignGoal: campaignGoal(number), audience: prose(number + 3, 8), expectedImpact: null },
});

/** What happened to a request, as far as it came: drafts, those that wait for triage, triaged, approved and ended ones take turns. */
function factsOf(number: number, { requesterId, consumerTeamId, providerTeamId }: Filling): RequestEvent[] {
  const day = `2026-0${2 + (number % 8)}-${String(1 + (number % 28)).padStart(2, '0')}`;
  const drafting: RequestEvent[] = [
    {
      type: 'RequestDrafted',
      data: {
        number,
        title: `Landing page ${prose(number, 3)}`,
        type: 'LANDING_PAGE',
        consumerTeamId,
        requesterId,
        source: { kind: 'FORM', ref: null },
      },
    },
    {
      type: 'BriefRevised',
      data: {
        revision: 1,
        brief: briefOf(number),
        changedPaths: ['context'],
        cause: 'INITIAL',
        completeness: 100,
        lint: [],
        scopeHash: 'f'.repeat(64),
      },
    },
  ];
  const later: RequestEvent[][] = [
    [
      {
        type: 'RequestSubmitted',
        data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
      },
      {
        type: 'QuestionAsked',
        data: {
          questionId: 'Q1',
          kind: 'WHY',
          blocking: false,
          byRole: 'ENGINEER',
          side: 'PROVIDER',
          text: prose(number + 4, 20),
        },
      },
    ],
    [
      { type: 'RequestTriaged', data: { providerTeamId, priorityClass: 'NORMAL', roughMinutes: 600 } },
      {
        type: 'DateAgreed',
        data: { date: day, dateKind: 'PREFERENCE', previous: null, reason: null, sides: ['CONSUMER', 'PROVIDER'] },
      },
    ],
    [{ type: 'RequestDeclined', data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null } }],
  ];
  return [...drafting, ...later.slice(0, number % 4).flat()];
}

const requestRow = requestsModel.views.find(({ streamType }) => streamType === request.type)!;

/** Facts as the log would have stored them, each a second after the one before. */
function recorded(
  facts: readonly RequestEvent[],
  from: { id: string; filling: Filling; position: number },
): Recorded[] {
  const { workspaceId, requesterId } = from.filling;
  return facts.map((fact, index) => ({
    ...fact,
    eventId: '00000000-0000-4000-8000-000000000000',
    workspaceId,
    streamId: streamId({ type: request.type, id: from.id }),
    version: index + 1,
    position: from.position + index,
    recordedAt: new Date(BEGAN + (from.position + index) * 1000).toISOString(),
    schemaVersion: 1,
    meta: { commandId: 'filled', correlationId: 'filled', actorId: requesterId, actorRole: 'MARKETING_MEMBER' },
  }));
}

/** The row as the log writes it. */
const rowOf = (events: readonly Recorded[]): object => {
  const { workspaceId, streamId: stream, version, position } = events.at(-1)!;
  const folded = events.reduce<object | null>((row, event) => requestRow.evolve(row, event), null);
  return { ...folded, workspace_id: workspaceId, stream_id: stream, version, position };
};

const INSERT =
  'insert into requests.request_row select * from jsonb_populate_recordset(null::requests.request_row, $1::jsonb)';

/** Places in the log that one request takes up. */
const PLACES = 10;
const TOGETHER = 2;

/**
 * So many requests in tables: rows as the inline view folds them, put in directly; what the consumer of the search makes of the same
 * facts, its index built at the end; and counts, counted. Not in the log, where they would take many times as long: a sample is
 * compared with what the log itself writes.
 */
export async function fillRequests(owner: pg.Pool, filling: Filling, count: number): Promise<void> {
  const { rows } = await owner.query<{ indexdef: string }>(INDEX);
  await owner.query('drop index requests.search_row_words');
  let next = 1;
  const fill = async (): Promise<void> => {
    for (let first = next; first <= count; first = next) {
      next += BATCH;
      await fillBatch(owner, filling, { first, last: Math.min(first + BATCH - 1, count) });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, fill));
  await owner.query(rows[0]!.indexdef);
  await owner.query(COUNT);
  await compareSample(owner, filling, count);
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
}

async function fillBatch(owner: pg.Pool, filling: Filling, { first, last }: { first: number; last: number }) {
  const batch = Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    return recorded(factsOf(number, filling), { id: randomUUID(), filling, position: number * PLACES });
  });
  await owner.query(INSERT, [JSON.stringify(batch.map(rowOf))]);
  for (const consumer of requestsConsumers(owner)) {
    if (consumer.kind !== 'projection' || consumer.name !== 'request-search') continue;
    await consumer.apply(
      batch.flat().filter(({ type }) => consumer.types.includes(type)),
      owner,
    );
  }
}

const INDEX = `select indexdef from pg_indexes where schemaname = 'requests' and indexname = 'search_row_words'`;

const COUNT = `
insert into requests.request_count (workspace_id, status, waiting_on, consumer_team_id, provider_team_id, requests)
select workspace_id, status, waiting_on, consumer_team_id, provider_team_id, count(*) from requests.request_row group by 1, 2, 3, 4, 5`;

/** What is not the same for two requests of the same facts, or is another clock's. */
const SHOWN = `
select to_jsonb(r) - '{request_id,stream_id,number,position,drafted_at,submitted_at,triaged_at,ended_at,updated_at,waiting_since,responded_at}'::text[]
  #- '{document,number}' as row
from requests.request_row r where r.workspace_id = $1 and r.number = $2`;

/** Instants are compared by being there: the log's clock stands elsewhere. */
const timeless = (row: unknown): unknown =>
  JSON.parse(JSON.stringify(row), (_key, value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? 'an instant' : value,
  );

/** Writes some of the filled requests once more, through the log and under other numbers. @throws when a row differs */
async function compareSample(owner: pg.Pool, filling: Filling, count: number): Promise<void> {
  const log = new EventLog(new PostgresLogStore(owner), logModel());
  const { workspaceId } = filling;
  for (let number = 1; number <= SAMPLE; number += 1) {
    const id = randomUUID();
    const facts = factsOf(number, filling).map((fact): RequestEvent =>
      fact.type === 'RequestDrafted' ? { ...fact, data: { ...fact.data, number: count + number } } : fact,
    );
    const command = {
      ...operatorCommand({ workspaceId, operation: 'fill', input: { id } }),
      actorId: filling.requesterId,
      actorRole: 'MARKETING_MEMBER',
    };
    await log.decideOne(command, { aggregate: request, id, expect: 'new' }, () => facts);
    const [filled, written] = await Promise.all(
      [number, count + number].map(async (one) => (await owner.query(SHOWN, [workspaceId, one])).rows[0] as unknown),
    );
    if (filled === undefined || !isDeepStrictEqual(timeless(filled), timeless(written)))
      throw new Error(`The filled row ${number} is not what the log writes.`);
  }
  await log.settle();
}
