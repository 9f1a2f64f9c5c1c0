import { roadmapConsumers } from '../consumers.js';
import { type Cast, type Member, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start({ consumers: roadmapConsumers });
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const SESSION = `id version status plannedOn heldOn horizon attendance { side person { id } }
  decisions { decision rationale item { reference } } baseline { position marketing engineering joint policyVersion }`;

const shown = (id: string) =>
  api.ask<Record<string, unknown>>(`query ($id: ID!) { planningSession(id: $id) { ${SESSION} } }`, cast.auditor, {
    id,
  });

async function scheduled(date = '2026-01-08'): Promise<string> {
  const { planningSession } = await api.done(cast.manager, 'schedulePlanning', { date, horizon: 'NEXT' });
  return (planningSession as { id: string }).id;
}

const attends = (sessionId: string, who: Member, side: string) =>
  api.done(cast.facilitator, 'recordAttendance', { sessionId, personId: who.id, side });

/** Held today by whoever is named. */
async function held(sessionId: string, consumers: readonly Member[], providers: readonly Member[]): Promise<void> {
  await api.done(cast.facilitator, 'openPlanning', { sessionId });
  for (const one of consumers) await attends(sessionId, one, 'CONSUMER');
  for (const one of providers) await attends(sessionId, one, 'PROVIDER');
}

const codes = async (who: Member, name: string, input: object): Promise<string[]> =>
  (await api.problems(cast, who, name, input)).map(({ code }) => code);

const cadence = (on?: string) =>
  api.ask<Record<string, unknown> | null>(
    `query ($on: LocalDate) { planningCadence(on: $on) { ok policyVersion jointSessions gapOk countOk largestGapDays lastJointOn nextDueOn } }`,
    cast.auditor,
    { on },
  );

const lapses = async (): Promise<unknown[]> => {
  const { rows } = await api.pool.query<{ data: unknown }>(
    `select data from log.event where workspace_id = $1 and type = 'PlanningCadenceLapsed' order by position`,
    [cast.workspaceId],
  );
  return rows.map(({ data }) => data);
};

describe('a planning session', () => {
  it('is scheduled, held with both sides, and ends with the roadmap as its baseline', async () => {
    const { id: itemId } = await api.plan(cast, { title: 'Gift cards' });
    const sessionId = await scheduled();
    await held(sessionId, [cast.cmo], [cast.cto, cast.backend]);
    const said = { decision: 'It stays as it is.', rationale: 'Nothing else fits before Easter.' };
    await api.done(cast.manager, 'recordPlanningDecision', { sessionId, itemId, ...said });
    const before = await api.events(cast.workspaceId);
    await api.done(cast.manager, 'closePlanning', { sessionId });
    await api.plan(cast, { title: 'Later' });

    const session = await shown(sessionId);
    expect(session).toMatchObject({
      status: 'CLOSED',
      plannedOn: '2026-01-08',
      heldOn: '2026-01-05',
      decisions: [{ ...said, item: { reference: 'RM-1' } }],
      baseline: { marketing: 1, engineering: 2, joint: true, policyVersion: 1 },
    });
    expect(session['attendance']).toHaveLength(3);
    const { rows } = await api.pool.query<{ known: number }>(
      `select count(*)::int as known from log.event e join roadmap.session_row s on s.workspace_id = e.workspace_id
        where e.workspace_id = $1 and e.position <= s.baseline_position`,
      [cast.workspaceId],
    );
    expect(rows[0]!.known).toBe(before);
  });

  it('tells its history in sentences', async () => {
    const sessionId = await scheduled();
    await held(sessionId, [cast.cmo], []);
    await api.done(cast.manager, 'closePlanning', { sessionId });
    // History is read up to the horizon.
    await api.advance(cast.workspaceId, '2026-01-05T12:00:00.000Z');
    const { history } = await api.ask<{ history: { changes: { summary: string }[] } }>(
      'query ($id: ID!) { planningSession(id: $id) { history(first: 20) { changes { summary } } } }',
      cast.auditor,
      { id: sessionId },
    );
    expect(history.changes.map(({ summary }) => summary)).toEqual([
      'A planning session was fixed for 2026-01-08; it looks at next.',
      'The session began on 2026-01-05.',
      'Somebody is there for marketing.',
      'The session ended, 1 of marketing and 0 of engineering were there; it does not count as joint.',
    ]);
  });

  it('is listed by day and found by whether it was joint', async () => {
    const late = await scheduled('2026-02-02');
    const early = await scheduled('2026-01-06');
    await held(early, [cast.cmo], [cast.cto]);
    await api.done(cast.manager, 'closePlanning', { sessionId: early });
    const ids = async (filter: string) => {
      const { nodes } = await api.ask<{ nodes: { id: string }[] }>(
        `{ planningSessions(first: 10${filter}) { nodes { id } } }`,
        cast.auditor,
      );
      return nodes.map(({ id }) => id);
    };
    expect(await ids('')).toEqual([early, late]);
    expect(await ids(', filter: { joint: { eq: true } }')).toEqual([early]);
    expect(await ids(', filter: { status: { eq: SCHEDULED } }')).toEqual([late]);
  });

  it('refuses what does not fit, and stores nothing then', async () => {
    const sessionId = await scheduled();
    const { id: itemId } = await api.plan(cast, { title: 'Gift cards' });
    const decision = { sessionId, itemId, decision: 'x', rationale: 'y' };
    expect(await codes(cast.manager, 'schedulePlanning', { date: '2026-01-04', horizon: 'NOW' })).toEqual([
      'DATE_IN_PAST',
    ]);
    expect(await codes(cast.manager, 'closePlanning', { sessionId })).toEqual(['INVALID_STATE']);
    expect(await codes(cast.manager, 'recordPlanningDecision', decision)).toEqual(['INVALID_STATE']);
    await api.done(cast.manager, 'openPlanning', { sessionId });
    await attends(sessionId, cast.both, 'CONSUMER');
    const twice = { sessionId, personId: cast.both.id, side: 'PROVIDER' };
    expect(await codes(cast.facilitator, 'recordAttendance', twice)).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    expect(await codes(cast.manager, 'recordPlanningDecision', { ...decision, rationale: ' ' })).toEqual([
      'VALIDATION_FAILED',
    ]);
    expect(
      await codes(cast.manager, 'recordPlanningDecision', { ...decision, rationale: 'ask mara@example.com' }),
    ).toEqual(['PII_NOT_ALLOWED']);
    expect(await codes(cast.manager, 'cancelPlanning', { sessionId, reason: ' ' })).toEqual(['REASON_REQUIRED']);
    expect(await codes(cast.backend, 'closePlanning', { sessionId })).toEqual(['FORBIDDEN']);
    await api.done(cast.manager, 'cancelPlanning', { sessionId, reason: 'Half of us are ill.' });
    expect(await codes(cast.manager, 'openPlanning', { sessionId })).toEqual(['INVALID_STATE']);
  });

  it('of another workspace is not there', async () => {
    const sessionId = await scheduled();
    const other = await api.cast();
    const asked = 'query ($id: ID!) { planningSession(id: $id) { id } }';
    expect(await api.ask(asked, other.auditor, { id: sessionId })).toBeNull();
    const [problem] = await api.problems(other, other.manager, 'openPlanning', { sessionId });
    expect(problem?.code).toBe('NOT_FOUND');
  });
});

describe('the cadence of planning', () => {
  it('is nobody’s business before anything stands on the roadmap', async () => {
    expect(await cadence()).toBeNull();
  });

  it('counts joint sessions alone, by the policy of the day', async () => {
    await api.plan(cast, { title: 'Gift cards' });
    const alone = await scheduled();
    await held(alone, [cast.cmo], []);
    await api.done(cast.manager, 'closePlanning', { sessionId: alone });
    expect(await cadence()).toMatchObject({ jointSessions: 0, lastJointOn: null, ok: true, nextDueOn: '2026-04-15' });
    const both = await scheduled();
    await held(both, [cast.cmo], [cast.cto]);
    await api.done(cast.manager, 'closePlanning', { sessionId: both });
    expect(await cadence()).toMatchObject({ jointSessions: 1, lastJointOn: '2026-01-05', largestGapDays: 0 });
    expect(await cadence('2026-04-15')).toMatchObject({ gapOk: true, largestGapDays: 100 });
    expect(await cadence('2026-04-16')).toMatchObject({ ok: false, gapOk: false, countOk: null });

    const cadenceOf = { minJointSessions: 12, windowDays: 365, maxGapDays: 40 };
    const setting = 'setPlanningCadence';
    const input = { ...cadenceOf, effectiveFrom: '2026-03-01' };
    await api.done(cast.cmo, setting, { ...input, side: 'CONSUMER' });
    await api.done(cast.cto, setting, { ...input, side: 'PROVIDER' });
    expect(await cadence('2026-02-28')).toMatchObject({ ok: true, policyVersion: 1, largestGapDays: 54 });
    expect(await cadence('2026-03-01')).toMatchObject({ ok: false, policyVersion: 2, largestGapDays: 55 });
  });

  it('lapses by itself at the end of its last day in Berlin, and is said once', async () => {
    await api.plan(cast, { title: 'Gift cards' });
    await api.advance(cast.workspaceId, '2026-04-15T21:59:00.000Z');
    expect(await lapses()).toEqual([]);
    await api.advance(cast.workspaceId, '2026-04-15T22:00:00.000Z');
    const gap = { kind: 'GAP', dueOn: '2026-04-15', lastJointOn: null, policyVersion: 1 };
    expect(await lapses()).toEqual([gap]);
    await api.advance(cast.workspaceId, '2026-06-01T08:00:00.000Z');
    await api.plan(cast, { title: 'Another item asks the watch again' });
    await api.advance(cast.workspaceId, '2026-06-02T08:00:00.000Z');
    expect(await lapses()).toEqual([gap]);
    expect(api.parked).toEqual([]);
  });
});
