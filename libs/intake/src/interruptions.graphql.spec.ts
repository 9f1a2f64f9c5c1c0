import { toGlobalId } from '#libs/api-kit';
import { isObjectType } from 'graphql';
import { randomUUID } from 'node:crypto';
import { type Cast, IntakeApi, INTERRUPTION, type Member, TODAY } from './intake.fixture.js';

let api: IntakeApi;
let cast: Cast;
beforeAll(async () => {
  api = await IntakeApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

const favour = (change: object = {}) => ({
  kind: 'FAVOUR',
  minutes: 45,
  topic: 'A banner for tomorrow',
  fromTeamId: cast.marketing,
  occurredOn: TODAY,
  ...change,
});
const log = async (who: Member = cast.engineer, change: object = {}) =>
  (await api.done(who, 'logInterruption', favour(change))).interruption!;
const drafted = async (): Promise<string> => {
  const input = { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: cast.marketing };
  return (await api.done(cast.cmo, 'createRequest', input)).request!.id;
};
const codes = async (who: Member, name: string, input: object) =>
  (await api.give(who, name, input)).problems.map(({ code }) => code);
const ONE = `query ($id: ID!) { interruption(id: $id) { ${INTERRUPTION} } }`;

describe('an interruption', () => {
  it('becomes a request, and each knows the other (P28)', async () => {
    const logged = await log();
    expect(logged).toMatchObject({ status: 'LOGGED', conversionSuggested: true, fromTeam: { id: cast.marketing } });
    const input = { interruptionId: logged.id, type: 'CONTENT_CHANGE' };
    const { interruption, request } = await api.done(cast.engineer, 'convertInterruptionToRequest', input);
    expect(interruption).toMatchObject({ status: 'CONVERTED', request: { id: request!.id }, minutes: 45 });
    expect(request).toMatchObject({ title: 'A banner for tomorrow', sourceKind: 'MEETING', sourceRef: logged.id });
  });

  it('becomes a question on a request', async () => {
    const requestId = await drafted();
    const { id: interruptionId } = await log(cast.engineer, { kind: 'QUESTION', topic: 'Which offer comes first?' });
    const input = { interruptionId, requestId, kind: 'WHY', blocking: true };
    const given = { key: 'once' };
    const converted = await api.done(cast.engineer, 'convertInterruptionToQuestion', input, given);
    expect(converted).toMatchObject({
      questionId: 'Q1',
      interruption: { status: 'CONVERTED', questionId: 'Q1', request: { id: requestId } },
      request: { id: requestId, questions: [{ text: 'Which offer comes first?' }] },
    });
    const again = await api.done(cast.engineer, 'convertInterruptionToQuestion', input, given);
    expect(again).toMatchObject({ replayed: true, questionId: 'Q1' });
    expect(await api.events(cast.workspaceId, 'QuestionAsked')).toBe(1);
  });

  it('converted twice in the same moment becomes one thing', async () => {
    const requestId = await drafted();
    const { id: interruptionId } = await log();
    const all = await Promise.all([
      codes(cast.engineer, 'convertInterruptionToRequest', { interruptionId, type: 'OTHER' }),
      codes(cast.cto, 'convertInterruptionToRequest', { interruptionId, type: 'OTHER' }),
      codes(cast.engineer, 'convertInterruptionToQuestion', {
        interruptionId,
        requestId,
        kind: 'WHY',
        blocking: false,
      }),
      codes(cast.engineer, 'writeOffInterruption', { interruptionId, reason: 'Nothing.' }),
    ]);
    expect(all.sort()).toEqual([[], ['INVALID_STATE'], ['INVALID_STATE'], ['INVALID_STATE']]);
    const made = ['RequestDrafted', 'QuestionAsked', 'InterruptionWrittenOff'];
    const counts = await Promise.all(made.map((type) => api.events(cast.workspaceId, type)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('is refused what does not fit', async () => {
    const nowhere = toGlobalId('Request', randomUUID());
    const { id: interruptionId } = await log();
    const convert = { interruptionId, type: 'OTHER' };
    const question = { interruptionId, requestId: nowhere, kind: 'WHY', blocking: false };
    expect(await codes(cast.engineer, 'logInterruption', favour({ minutes: 1441 }))).toEqual(['VALIDATION_FAILED']);
    expect(await codes(cast.engineer, 'logInterruption', favour({ occurredOn: '2026-01-06' }))).toEqual([
      'DATE_IN_FUTURE',
    ]);
    expect(await codes(cast.engineer, 'logInterruption', favour({ topic: 'mara@example.com' }))).toEqual([
      'PII_NOT_ALLOWED',
    ]);
    const noTeam = favour({ fromTeamId: toGlobalId('Team', randomUUID()) });
    expect(await codes(cast.engineer, 'logInterruption', noTeam)).toEqual(['NOT_FOUND']);
    expect(await codes(cast.auditor, 'logInterruption', favour())).toEqual(['FORBIDDEN']);
    expect(await codes(cast.engineer, 'convertInterruptionToQuestion', question)).toEqual(['NOT_FOUND']);
    expect(await codes(cast.engineer, 'writeOffInterruption', { interruptionId, reason: ' ' })).toEqual([
      'REASON_REQUIRED',
    ]);
    const ended = await drafted();
    await api.done(cast.cmo, 'withdrawRequest', { requestId: ended, reason: 'NO_BUDGET' });
    const late = { ...question, requestId: ended };
    expect(await codes(cast.engineer, 'convertInterruptionToQuestion', late)).toEqual(['INVALID_STATE']);
    const ofReviewer = await log(cast.reviewer);
    const noDrafter = { interruptionId: ofReviewer.id, type: 'OTHER' };
    expect((await api.give(cast.reviewer, 'convertInterruptionToRequest', noDrafter)).problems).toMatchObject([
      { code: 'FORBIDDEN', right: 'request.create' },
    ]);
    await api.done(cast.engineer, 'writeOffInterruption', { interruptionId, reason: 'It was nothing.' });
    expect(await codes(cast.engineer, 'convertInterruptionToRequest', convert)).toEqual(['INVALID_STATE']);
  });
});

describe('whose interruption it is', () => {
  const MINE = '{ myInterruptions { totalCount nodes { id topic } } }';

  it('is shown to that person alone: no lead, no auditor, no deputy sees it (P77)', async () => {
    const { id } = await log();
    await api.delegate(cast.workspaceId, cast.engineer, cast.manager, 'ENGINEER');
    expect(await api.ask(ONE, cast.engineer, { id })).toMatchObject({ id, topic: 'A banner for tomorrow' });
    expect(await api.ask(MINE, cast.engineer)).toMatchObject({ totalCount: 1, nodes: [{ id }] });
    for (const who of [cast.cto, cast.manager, cast.cmo, cast.auditor, cast.facilitator]) {
      const node = await api.run('query ($id: ID!) { node(id: $id) { id } }', who, { id });
      expect(node.data?.node).toBeNull();
      expect((await api.run(ONE, who, { id })).data?.interruption ?? null).toBeNull();
      const mine = (await api.run(MINE, who)).data?.myInterruptions as { nodes: object[] } | null | undefined;
      expect(mine?.nodes ?? []).toEqual([]);
    }
    const deputy = await api.run(ONE, cast.manager, { id }, cast.engineer);
    expect(deputy.data?.interruption ?? null).toBeNull();
  });

  it('is not told by who else may convert it', async () => {
    const { id: interruptionId } = await log();
    const input = { interruptionId, type: 'OTHER' };
    expect(await codes(cast.marketer, 'convertInterruptionToRequest', input)).toEqual(['NOT_FOUND']);
    expect(await codes(cast.cto, 'writeOffInterruption', { interruptionId, reason: 'No.' })).toEqual(['NOT_FOUND']);
    const payload = await api.done(cast.cto, 'convertInterruptionToRequest', input);
    expect(payload.interruption).toBeNull();
    expect(payload.request).toMatchObject({ title: 'A banner for tomorrow' });
    expect(JSON.stringify(payload)).not.toContain(cast.engineer.id);
  });

  /** Fields of a type that would tell of a person. */
  const telling = (name: string): string[] => {
    const type = api.schema.getType(name) as { getFields(): Record<string, { type: unknown }> } | undefined;
    const fields = Object.entries(type!.getFields());
    return fields.flatMap(([field, { type: of }]) =>
      /person|by(id)?$/i.test(field) || /Person/.test(String(of)) ? field : [],
    );
  };

  it('is no field, filter or argument of the schema', () => {
    expect([telling('Idea'), telling('IdeaFilter')]).toEqual([['capturedBy'], ['capturedById']]);
    const types = ['Interruption', 'InterruptionWeek', 'InterruptionFilter', 'InterruptionOrder'];
    expect([...types, 'ConvertInterruptionPayload', 'LogInterruptionInput'].flatMap(telling)).toEqual([]);
    const roots = Object.values(api.schema.getQueryType()!.getFields());
    const about = roots.filter(({ name, type }) => /interruption|favour/i.test(name + String(type)));
    const names = about.map(({ name }) => name).sort();
    expect(names).toEqual(['favours', 'interruption', 'interruptionWeeks', 'myInterruptions']);
    expect(about.flatMap(({ args }) => args).filter(({ name }) => /person/i.test(name))).toEqual([]);
    const objects = Object.values(api.schema.getTypeMap()).filter(isObjectType);
    const holders = objects.filter(({ name }) => /^(Person|Viewer|Team|Request)$/.test(name));
    const leaks = holders
      .flatMap((type) => Object.keys(type.getFields()))
      .filter((name) => /interruption|favour/i.test(name));
    expect([holders.length, leaks]).toEqual([4, []]);
  });
});

describe('the favours of teams', () => {
  const WEEKS = `query ($teamId: ID, $from: LocalDate, $until: LocalDate, $first: Int, $after: String) {
    favours(teamId: $teamId, from: $from, until: $until, first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage } nodes { weekStart count minutes converted team { id } } } }`;

  it('are totals by week, Monday to Sunday (M6b)', async () => {
    await log(cast.engineer, { occurredOn: '2026-01-05', minutes: 10 });
    const big = await log(cast.cto, { occurredOn: '2026-01-05', minutes: 60 });
    await log(cast.engineer, { occurredOn: '2026-01-04', minutes: 20 });
    await log(cast.manager, { occurredOn: '2025-12-29', minutes: 5 });
    await log(cast.engineer, { kind: 'INCIDENT', minutes: 300 });
    await log(cast.marketer, { minutes: 15 });
    await api.done(cast.cto, 'convertInterruptionToRequest', { interruptionId: big.id, type: 'OTHER' });
    const engineering = { teamId: cast.engineering };
    const team = { id: cast.engineering };
    expect(await api.ask(WEEKS, cast.auditor, engineering)).toMatchObject({
      totalCount: 2,
      nodes: [
        { weekStart: '2026-01-05', count: 2, minutes: 70, converted: 1, team },
        { weekStart: '2025-12-29', count: 2, minutes: 25, converted: 0, team },
      ],
    });
    const all = await api.ask<{ pageInfo: { endCursor: string } }>(WEEKS, cast.facilitator, { first: 1 });
    expect(all).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await api.ask(WEEKS, cast.facilitator, { first: 5, after: all.pageInfo.endCursor });
    expect(rest).toMatchObject({ nodes: [{ weekStart: '2026-01-05' }, { weekStart: '2025-12-29' }] });
    expect(await api.ask(WEEKS, cast.cmo, { ...engineering, until: '2026-01-01' })).toMatchObject({ totalCount: 1 });
    expect(await api.ask(WEEKS, cast.cmo, { ...engineering, from: '2026-01-01' })).toMatchObject({ totalCount: 1 });
    const kinds = `{ all: interruptionWeeks(from: "2026-01-05") { nodes { count minutes team { id } } }
      incidents: interruptionWeeks(kind: INCIDENT) { nodes { count minutes } } }`;
    const { data } = await api.run(kinds, cast.auditor);
    expect(data?.incidents).toEqual({ nodes: [{ count: 1, minutes: 300 }] });
    const ofAllKinds = data?.all as { nodes: { count: number }[] };
    const counts = ofAllKinds.nodes.map(({ count }) => count);
    expect(new Set(counts)).toEqual(new Set([1, 3]));
  });
});
