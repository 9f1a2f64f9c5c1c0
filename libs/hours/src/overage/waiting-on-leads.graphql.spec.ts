import { compareInlineView } from '#libs/event-log';
import { agreementRow } from '../agreements/agreement-row.js';
import { agreement, allotment, type AllotmentEvent } from '../domain/index.js';
import { fromGlobalId } from '#libs/api-kit';
import { ag1 } from '../agreements.fixture.js';
import { HoursApi, type Member } from '../hours.fixture.js';
import { OverageBench } from './overage.fixture.js';
import { overageFlow, waitedUntilBy } from './overage-flow.process.js';
import { waitingRow } from './waiting-row.js';

const QUERY = `{ waitingOnLeads { total items { kind side period itemId requestId request { id } minutes entryIds what since
  remindedAt escalatedAt } } }`;

interface Item {
  readonly kind: string;
  readonly side: string;
  readonly itemId: string | null;
  readonly since: string;
}

describe('what waits for leads', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await HoursApi.start({ consumers: (pool) => [overageFlow(waitedUntilBy(pool))] });
  });
  afterAll(() => api.close());

  const waitsFor = async (who: Member): Promise<Item[]> => (await api.ask<{ items: Item[] }>(QUERY, who)).items;
  const short = (items: readonly Item[]) => items.map(({ kind, side, itemId }) => `${kind} ${side} ${itemId ?? ''}`);
  const clock = (bench: OverageBench, time: string) => api.setClock(bench.cast.workspaceId, `${time}:00.000Z`);

  it('is overage that their side has not signed, the oldest first, with what was said of it', async () => {
    const bench = await OverageBench.open(api);
    const { cast } = bench;
    const [first, second] = [await bench.request(), await bench.request()];
    await bench.ask(first, 450);
    await clock(bench, '2026-01-05T10:00');
    await bench.ask(second, 60);
    await bench.sign('O1', 'CONSUMER');
    await api.advance(cast.workspaceId, '2026-01-07T08:00:00.000Z');
    expect(await waitsFor(cast.cmo)).toMatchObject([
      { kind: 'OVERAGE', side: 'CONSUMER', itemId: 'O2', since: '2026-01-05T10:00:00.000Z', escalatedAt: null },
    ]);
    expect(await waitsFor(cast.cto)).toEqual([
      {
        kind: 'OVERAGE',
        side: 'PROVIDER',
        period: '2026-01',
        itemId: 'O1',
        requestId: first,
        request: { id: first },
        minutes: 450,
        entryIds: [],
        what: 'More than was planned.',
        since: '2026-01-05T08:00:00.000Z',
        remindedAt: '2026-01-06T08:00:00.000Z',
        escalatedAt: null,
      },
      expect.objectContaining({ itemId: 'O2', remindedAt: '2026-01-06T10:00:00.000Z' }),
    ]);
    await bench.sign('O1', 'PROVIDER');
    expect(short(await waitsFor(cast.cto))).toEqual(['OVERAGE PROVIDER O2']);
    expect(short(await waitsFor(cast.both))).toEqual(['OVERAGE CONSUMER O2', 'OVERAGE PROVIDER O2']);
    expect(await waitsFor(cast.salesLead)).toEqual([]);
  });

  it('is a draft to be signed, and what the other side wants of an agreement or a month', async () => {
    const bench = await OverageBench.open(api);
    const { cast } = bench;
    await clock(bench, '2026-01-05T09:00');
    const draft = await api.done(cast.cmo, 'draftAgreement', ag1(cast));
    await clock(bench, '2026-01-05T10:00');
    await api.done(cast.cmo, 'signAgreement', { agreementId: draft.agreement!.id, side: 'CONSUMER' });
    const minutes = { allotmentId: bench.month(), minutes: 60, reason: 'More work.' };
    await api.done(cast.cmo, 'adjustGrant', { ...minutes, side: 'CONSUMER' });
    await clock(bench, '2026-01-05T11:00');
    const aggregate = { aggregate: agreement, id: fromGlobalId(bench.agreementId, 'Agreement') };
    const given = { consentId: 'C1', action: 'END_AGREEMENT', terms: {}, side: 'CONSUMER' } as const;
    const data = { ...given, byId: cast.cmo.personId, onBehalfOf: null };
    await api.happened(cast.workspaceId, aggregate, [{ type: 'AgreementConsentGiven', data }]);
    expect(await waitsFor(cast.cmo)).toEqual([]);
    expect(await waitsFor(cast.cto)).toMatchObject([
      { kind: 'AGREEMENT', side: 'PROVIDER', period: null, since: '2026-01-05T09:00:00.000Z' },
      { kind: 'CONSENT', itemId: 'C1', what: 'ADJUST_GRANT {"minutes":60}', since: '2026-01-05T10:00:00.000Z' },
      { kind: 'AGREEMENT_CONSENT', itemId: 'C1', what: 'END_AGREEMENT {}', since: '2026-01-05T11:00:00.000Z' },
    ]);
    await api.done(cast.cto, 'adjustGrant', { ...minutes, side: 'PROVIDER' });
    await api.happened(cast.workspaceId, aggregate, [{ type: 'AgreementConsentWithdrawn', data: { consentId: 'C1' } }]);
    expect(short(await waitsFor(cast.cto))).toEqual(['AGREEMENT PROVIDER ']);
  });

  it('is time that nothing covers, once no overage waits for it', async () => {
    const bench = await OverageBench.open(api, { debtAllowed: true });
    const { cast } = bench;
    await bench.exhaust();
    await clock(bench, '2026-01-05T10:00');
    await bench.work('F17', await bench.request(), 150);
    await clock(bench, '2026-01-05T11:00');
    await bench.work('F18', null, 60);
    expect(short(await waitsFor(cast.cto))).toEqual(['OVERAGE PROVIDER O1', 'UNCOVERED PROVIDER ']);
    const no = { allotmentId: bench.month(), overageId: 'O1', side: 'CONSUMER', reason: 'Too much.' };
    await api.done(cast.cmo, 'declineOverage', no);
    const due = [
      { kind: 'UNCOVERED', minutes: 150, entryIds: ['F17'], since: '2026-01-05T10:00:00.000Z' },
      { kind: 'UNCOVERED', minutes: 60, entryIds: ['F18'], since: '2026-01-05T11:00:00.000Z' },
    ];
    expect(await waitsFor(cast.cto)).toMatchObject(due);
    expect(await waitsFor(cast.cmo)).toMatchObject(due);
    const entries = { allotmentId: bench.month(), entryIds: ['F17'], decision: 'WRITE_OFF', side: 'PROVIDER' };
    await api.done(cast.cto, 'decideUncovered', entries);
    expect(await waitsFor(cast.cmo)).toMatchObject(due.slice(1));
    const more = { allotmentId: bench.month(), minutes: 20, reason: 'More work.' };
    await api.done(cast.cmo, 'adjustGrant', { ...more, side: 'CONSUMER' });
    await api.done(cast.cto, 'adjustGrant', { ...more, side: 'PROVIDER' });
    expect(await waitsFor(cast.cmo)).toMatchObject([{ minutes: 40, since: '2026-01-05T11:00:00.000Z' }]);
  });

  it('is not for the consumer to decide where there is no debt; and overage that came by itself is told to both', async () => {
    const bench = await OverageBench.open(api, { overage: { mode: 'WARN', factorPercent: 150 } });
    const { cast } = bench;
    await bench.exhaust();
    const requestId = await bench.request();
    await bench.work('F17', requestId, 150);
    await clock(bench, '2026-01-05T11:00');
    await bench.work('F18', requestId, 30);
    await bench.work('F19', null, 60);
    const told = { kind: 'AUTOMATIC_OVERAGE', minutes: 180, since: '2026-01-05T08:00:00.000Z' };
    expect(await waitsFor(cast.cmo)).toMatchObject([{ ...told, side: 'CONSUMER' }]);
    expect(await waitsFor(cast.cto)).toMatchObject([{ ...told, side: 'PROVIDER' }, { kind: 'UNCOVERED' }]);
  });

  it('is a statement to accept, or a line in dispute, until the month is closed', async () => {
    const bench = await OverageBench.open(api);
    const { cast } = bench;
    const id = `${fromGlobalId(bench.agreementId, 'Agreement')}-2026-01`;
    const happened = (...facts: AllotmentEvent[]) =>
      api.happened(cast.workspaceId, { aggregate: allotment, id }, facts);
    const minutes = { baseMinutes: 0, overageMinutes: 0, debtMinutes: 0, retainerMinutes: 0, creditMinutes: 0 };
    const amounts = { baseAmount: 0, overageAmount: 0, debtAmount: 0, retainerAmount: 0, creditAmount: 0 };
    const totals = { ...minutes, ...amounts, billedMinutes: 0, amount: 0, currency: 'EUR' };
    const statement = { number: 1, lines: [], totals, acceptBy: '2026-02-12' };
    await happened(
      { type: 'ClosingBegun', data: { graceEndsOn: '2026-02-05' } },
      { type: 'StatementIssued', data: statement },
    );
    expect(short(await waitsFor(cast.cmo))).toEqual(['STATEMENT CONSUMER 1']);
    expect(await waitsFor(cast.cto)).toEqual([]);
    const dispute = { disputeId: 'S1', lineId: 'F1:BASE', entryId: 'F1', reason: 'Not ours.', byId: cast.cmo.personId };
    await clock(bench, '2026-01-06T08:00');
    await happened({ type: 'LineDisputed', data: dispute });
    const item = { kind: 'DISPUTE', itemId: 'S1', what: 'F1:BASE: Not ours.', since: '2026-01-06T08:00:00.000Z' };
    expect(await waitsFor(cast.cto)).toMatchObject([item]);
    expect(await waitsFor(cast.cmo)).toMatchObject([item]);
    const settled = { disputeId: 'S1', outcome: 'REJECTED', creditMinutes: 0, reason: 'It is.' } as const;
    await happened({ type: 'DisputeResolved', data: settled });
    expect(short(await waitsFor(cast.cmo))).toEqual(['STATEMENT CONSUMER 1']);
    await happened({ type: 'StatementAccepted', data: { number: 1, byId: cast.cmo.personId, on: '2026-02-06' } });
    expect(await waitsFor(cast.cmo)).toEqual([]);
  });

  it('is theirs alone to see, and of those who stand for them', async () => {
    const bench = await OverageBench.open(api);
    const { cast } = bench;
    await bench.ask(await bench.request());
    await api.delegate(cast.workspaceId, cast.cto, cast.backend, 'ENGINEERING_LEAD');
    const { data } = await api.run(QUERY, cast.backend, {}, cast.cto);
    expect(data).toMatchObject({ waitingOnLeads: { total: 1, items: [{ side: 'PROVIDER', itemId: 'O1' }] } });
    for (const who of [cast.bridge, cast.finance, cast.marketer, cast.auditor]) {
      const { errors } = await api.run(QUERY, who);
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it('is found in two statements and a row for each of its requests’ lookup', async () => {
    const bench = await OverageBench.open(api);
    const statements: string[] = [];
    const count = async (): Promise<number> => {
      statements.length = 0;
      const { pool } = api;
      const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
      Object.assign(pool, {
        query: (...args: unknown[]) => {
          statements.push(JSON.stringify(args[0]));
          return query(...args);
        },
      });
      try {
        await waitsFor(bench.cast.cto);
      } finally {
        Reflect.deleteProperty(pool, 'query');
      }
      return statements.filter((text) => /waiting_row|consents_since|request_row/.test(text)).length;
    };
    await bench.ask(await bench.request());
    expect(await count()).toBe(3);
    for (const period of ['2026-01', '2026-02', '2026-03'])
      await bench.ask(await bench.request(), 60, bench.cast.cmo, period);
    expect(await count()).toBe(3);
  });

  it('is the same when its rows are made anew from the log', async () => {
    for (const view of [waitingRow, agreementRow]) {
      const compared = await compareInlineView(api.owner, api.log.model, view);
      expect(compared).toEqual({ rows: expect.any(Number), differing: 0, differences: [] });
      expect(compared.rows).toBeGreaterThan(6);
    }
  });
});
