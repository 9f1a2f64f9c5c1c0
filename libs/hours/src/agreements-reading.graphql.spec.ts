import { compareInlineView } from '#libs/event-log';
import { activeAgreement, ag1, openMonths } from './agreements.fixture.js';
import { hoursModel } from './events.js';
import { type Cast, HoursApi } from './hours.fixture.js';

let api: HoursApi;
let cast: Cast;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
});

describe('reading', () => {
  it('shows agreements page by page, by status and by team, to those who may see minutes', async () => {
    const active = await activeAgreement(api, cast);
    const { agreement } = await api.done(cast.cmo, 'draftAgreement', { ...ag1(cast), consumerTeamId: cast.sales });
    const other = agreement!.id;
    const list = `query ($filter: AgreementFilter, $order: [AgreementOrder!]) {
      agreements(filter: $filter, order: $order, first: 10) { nodes { id } totalCount } }`;
    const ids = async (variables: object) =>
      (await api.ask<{ nodes: { id: string }[] }>(list, cast.backend, variables)).nodes.map(({ id }) => id);
    expect(await ids({})).toEqual([active, other]);
    expect(await ids({ order: [{ number: 'DESC' }] })).toEqual([other, active]);
    expect(await ids({ filter: { status: { eq: 'DRAFT' } } })).toEqual([other]);
    expect(await ids({ filter: { consumerTeamId: { eq: cast.marketing } } })).toEqual([active]);
    expect(await ids({ filter: { providerTeamId: { eq: cast.engineering } } })).toEqual([active, other]);
    expect(await ids({ filter: { number: { gte: 3 } } })).toEqual([]);
    const { data } = await api.run(`{ agreements { nodes { id } } }`, cast.agencyDesigner);
    expect(data?.['agreements'] ?? null).toBeNull();
    const abroad = await api.cast();
    const node = `query ($id: ID!) { node(id: $id) { id } }`;
    expect(await api.ask(node, cast.backend, { id: active })).toEqual({ id: active });
    expect(await api.ask(node, abroad.backend, { id: active })).toBeNull();
  });

  it('shows money to those who may see it', async () => {
    const id = await activeAgreement(api, cast);
    const perHour = { minorUnits: 12_345, currency: 'EUR' };
    const wish = { agreementId: id, side: 'CONSUMER', activity: 'QA', perHour, effectiveFrom: '2026-02-01' };
    await api.done(cast.cmo, 'setRate', wish);
    const query = `query ($id: ID!) { agreement(id: $id) { rates { perHour { minorUnits } } openConsents { action terms perHour { minorUnits
      currency } } history { changes { summary } } } }`;
    await api.readable();
    const { data } = await api.run(query, cast.backend, { id });
    expect(data?.['agreement']).toMatchObject({ rates: null, openConsents: [{ action: 'SET_RATE', perHour: null }] });
    expect(JSON.stringify(data)).not.toMatch(/12345|9000/);
    const shown = await api.ask<{ openConsents: { terms: string }[] }>(query, cast.finance, { id });
    expect(shown).toMatchObject({ rates: [{ perHour: { minorUnits: 9000 } }], openConsents: [{ perHour }] });
    expect(JSON.parse(shown.openConsents[0]!.terms)).toEqual({
      activity: 'QA',
      role: null,
      effectiveFrom: '2026-02-01',
    });
  });

  it('shows its months and what happened to it', async () => {
    const id = await activeAgreement(api, cast);
    await openMonths(api, cast, id, ['2026-01', '2026-02', '2026-03']);
    await api.readable();
    const months =
      'query ($id: ID!) { agreement(id: $id) { months(from: "2026-02", first: 1) { period status } all: months { period } } }';
    expect(await api.ask(months, cast.backend, { id })).toEqual({
      months: [{ period: '2026-02', status: 'PLANNED' }],
      all: [{ period: '2026-01' }, { period: '2026-02' }, { period: '2026-03' }],
    });
    for (const bad of ['first: 0', 'first: 61', 'from: "2026-13"']) {
      const { errors } = await api.run(
        `query ($id: ID!) { agreement(id: $id) { months(${bad}) { period } } }`,
        cast.cmo,
        { id },
      );
      expect(errors).toHaveLength(1);
    }
    const history = `query ($id: ID!, $after: LogPosition) { agreement(id: $id) { history(first: 2, after: $after) { cursor hasMore changes { type summary actorId } }
      months(first: 1) { history { changes { summary actorId } } } } }`;
    type History = { history: { cursor: string; hasMore: boolean; changes: object[] }; months: object[] };
    const first = await api.ask<History>(history, cast.marketer, { id });
    expect(first.history).toMatchObject({
      hasMore: true,
      changes: [
        { type: 'AgreementDrafted', summary: 'AG-1 was drafted, to hold from 2026-01 on.', actorId: cast.cmo.id },
        { type: 'AgreementSigned', summary: 'The CMO signed it.', actorId: cast.cmo.id },
      ],
    });
    expect(first.months).toEqual([
      {
        history: {
          changes: [
            { summary: '2026-01 was opened with 4800 minutes.', actorId: null },
            { summary: 'The month has begun.', actorId: null },
          ],
        },
      },
    ]);
    const { cursor: after } = first.history;
    const second = await api.ask<History>(history, cast.marketer, { id, after });
    expect(second.history.changes).toMatchObject([{ type: 'AgreementSigned' }, { type: 'AgreementActivated' }]);
  });
});

it('shows what happened to an entry', async () => {
  const id = await activeAgreement(api, cast);
  await openMonths(api, cast, id, ['2026-01']);
  const work = { agreementId: id, entryId: 'T1', minutes: 30, activity: 'SUPPORT', workedOn: '2026-01-05' };
  const { entry } = await api.done(cast.backend, 'recordTime', work);
  await api.readable();
  const query = `query ($id: ID!) { node(id: $id) { ... on TimeEntry { history { changes { summary actorId } } } } }`;
  expect(await api.ask(query, cast.cmo, { id: entry!.id })).toEqual({
    history: {
      changes: [{ summary: '30 minutes of support on 2026-01-05 were recorded.', actorId: cast.backend.id }],
    },
  });
});

it('rows of this context are what the stored facts fold to', async () => {
  const id = await activeAgreement(api, cast);
  await openMonths(api, cast, id, ['2026-01', '2026-02']);
  for (const view of hoursModel.views)
    expect(await compareInlineView(api.owner, api.log.model, view)).toMatchObject({ differing: 0, differences: [] });
});
