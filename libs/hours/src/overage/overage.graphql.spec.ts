import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import type { RequestEvent } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { allotment, type AllotmentEvent } from '../domain/index.js';
import { type Given, HoursApi, type Member, type Name } from '../hours.fixture.js';
import { OverageBench } from './overage.fixture.js';

const reason = 'More than was planned.';

describe('overage', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await HoursApi.start();
  });
  afterAll(() => api.close());

  const open = (change: object = {}) => OverageBench.open(api, change);
  const codesOf = async (who: Member, name: string, input: object, given: Given = {}): Promise<string[]> =>
    (await api.give(who, name, input, given)).problems.map(({ code }) => code);

  it('is asked for, signed by both leads, and set aside for its request', async () => {
    const bench = await open();
    const requestId = await bench.request();
    const asked = await bench.ask(requestId, 450);
    expect(asked.allotment).toMatchObject({
      pendingOverages: [{ overageId: 'O1', requestId, kind: 'PLANNED', minutes: 450, signedSide: null }],
      balance: { overageApprovedMinutes: 0, capacityMinutes: 4800 },
    });
    const once = await bench.sign('O1', 'PROVIDER');
    expect(once.allotment?.pendingOverages).toMatchObject([{ signedSide: 'PROVIDER' }]);
    const signed = await bench.sign('O1', 'CONSUMER');
    expect(signed.allotment).toMatchObject({
      pendingOverages: [],
      balance: { overageApprovedMinutes: 450, capacityMinutes: 5250 },
    });
    await bench.exhaust();
    await bench.work('F13', requestId, 300);
    await bench.work('F14', await bench.request(), 60);
    const { allotment } = await bench.ask(await bench.request(), 30);
    expect(allotment).toMatchObject({
      uncoveredEntries: [{ entryId: 'F14', minutes: 60 }],
      balance: { overageConsumedMinutes: 300, uncoveredMinutes: 60 },
    });
  });

  it('of worked time covers its request’s uncovered minutes', async () => {
    const bench = await open();
    const requestId = await bench.request();
    await bench.exhaust();
    await bench.work('F17', requestId, 150);
    await bench.sign('O1', 'CONSUMER');
    const { allotment } = await bench.sign('O1', 'PROVIDER');
    expect(allotment).toMatchObject({
      uncoveredEntries: [],
      balance: { uncoveredMinutes: 0, overageConsumedMinutes: 150 },
    });
  });

  it('is asked for by the requester, a co-author and who stands for the lead, and by nobody else', async () => {
    const bench = await open();
    const { cast } = bench;
    const coAuthor: RequestEvent = {
      type: 'CoAuthorAdded',
      data: { personId: cast.backend.personId, side: 'PROVIDER' },
    };
    const requestId = await bench.request({ more: [coAuthor] });
    await bench.ask(requestId, 60, cast.marketer, '2026-01');
    await bench.ask(requestId, 60, cast.backend, '2026-02');
    await api.delegate(cast.workspaceId, cast.cmo, cast.frontend, 'MARKETING_LEAD');
    const input = { allotmentId: bench.month('2026-03'), requestId, minutes: 60, reason };
    await api.done(cast.frontend, 'requestOverage', input, { onBehalfOf: cast.cmo });
    const other = { ...input, requestId: await bench.request() };
    // The lead of another marketing team has the right, and no say here.
    for (const who of [cast.frontend, cast.cto, cast.salesLead, cast.finance])
      expect(await api.refused(cast, who, 'requestOverage', other)).toEqual(['FORBIDDEN']);
  });

  it('is not there for requests of others, nor for what is not there', async () => {
    const bench = await open();
    const { cast } = bench;
    const requestId = await bench.request();
    const elsewhere = await (await open()).request();
    const ask = (change: object) =>
      api.refused(cast, cast.cmo, 'requestOverage', {
        allotmentId: bench.month(),
        requestId,
        minutes: 60,
        reason,
        ...change,
      });
    expect(await ask({ requestId: toGlobalId('Request', randomUUID()) })).toEqual(['NOT_FOUND']);
    expect(await ask({ requestId: elsewhere })).toEqual(['NOT_FOUND']);
    expect(await ask({ requestId: await bench.request({ builtBy: cast.agencyTeam }) })).toEqual(['NOT_FOUND']);
    expect(await ask({ allotmentId: bench.month('2026-09') })).toEqual(['NOT_FOUND']);
    const unknown = toGlobalId('Allotment', `${randomUUID()}-2026-01`);
    expect(await ask({ allotmentId: unknown })).toEqual(['NOT_FOUND']);
  });

  it('waits once a request, for work that goes on, in whole minutes and with a reason', async () => {
    const bench = await open();
    const { cast } = bench;
    const requestId = await bench.request();
    const declined: RequestEvent = {
      type: 'RequestDeclined',
      data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null },
    };
    const ended = await bench.request({ more: [declined] });
    await bench.ask(requestId);
    const input = { allotmentId: bench.month(), requestId, minutes: 60, reason };
    const { problems } = await api.give(cast.cmo, 'requestOverage', input);
    expect(problems).toMatchObject([{ code: 'OVERAGE_PENDING', __typename: 'OveragePendingProblem' }]);
    const other = await bench.request();
    const ask = (change: object) =>
      api.refused(cast, cast.cmo, 'requestOverage', { ...input, requestId: other, ...change });
    expect(await ask({ minutes: 0 })).toEqual(['VALIDATION_FAILED']);
    expect(await ask({ minutes: 1_000_001 })).toEqual(['VALIDATION_FAILED']);
    expect(await ask({ reason: ' ' })).toEqual(['REASON_REQUIRED']);
    expect(await ask({ reason: 'Ask ann@example.org' })).toEqual(['PII_NOT_ALLOWED']);
    expect(await ask({ requestId: ended })).toEqual(['REQUEST_NOT_CHARGEABLE']);
    const stale = { expect: { version: 1 } };
    const asked = { ...input, requestId: other };
    expect(await codesOf(cast.cmo, 'requestOverage', asked, stale)).toEqual(['CONCURRENCY_CONFLICT']);
  });

  it('is signed by two persons, each for the side they lead', async () => {
    const bench = await open();
    const { cast } = bench;
    await bench.ask(await bench.request());
    const sign = (who: Member, side: string, onBehalfOf?: Member) => {
      const input = { allotmentId: bench.month(), overageId: 'O1', side };
      return codesOf(who, 'approveOverage', input, onBehalfOf && { onBehalfOf });
    };
    for (const name of ['bridge', 'finance', 'marketer', 'auditor', 'admin'] satisfies Name[])
      expect(await sign(cast[name], 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await sign(cast.cto, 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await sign(cast.salesLead, 'CONSUMER')).toEqual(['FORBIDDEN']);
    await bench.sign('O1', 'CONSUMER', cast.both);
    expect(await sign(cast.both, 'PROVIDER')).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    await api.delegate(cast.workspaceId, cast.cto, cast.both, 'ENGINEERING_LEAD');
    expect(await sign(cast.both, 'PROVIDER', cast.cto)).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    expect(await sign(cast.cmo, 'CONSUMER')).toEqual(['SIDE_ALREADY_APPROVED']);
    await bench.sign('O1', 'PROVIDER');
    expect(await sign(cast.cto, 'PROVIDER')).toEqual(['NOT_FOUND']);
  });

  it('is declined by either lead, with a reason, and then waits no more', async () => {
    const bench = await open();
    const { cast } = bench;
    await bench.ask(await bench.request());
    const input = { allotmentId: bench.month(), overageId: 'O1', side: 'PROVIDER', reason: 'No room.' };
    expect(await api.refused(cast, cast.cmo, 'declineOverage', input)).toEqual(['FORBIDDEN']);
    expect(await api.refused(cast, cast.cto, 'declineOverage', { ...input, reason: '' })).toEqual(['REASON_REQUIRED']);
    const { allotment } = await api.done(cast.cto, 'declineOverage', input);
    expect(allotment?.pendingOverages).toEqual([]);
    expect(await api.refused(cast, cast.cto, 'declineOverage', input)).toEqual(['NOT_FOUND']);
  });

  describe('time that nothing covers', () => {
    const decide = (bench: OverageBench, decision: string, side: string) => ({
      allotmentId: bench.month(),
      entryIds: ['F17'],
      decision,
      side,
    });
    const given = async (change: object = {}) => {
      const bench = await open(change);
      await bench.exhaust();
      await bench.work('F17', null, 150);
      return bench;
    };

    it('is written off by the provider’s lead alone, and once', async () => {
      const bench = await given();
      const { cast } = bench;
      const input = decide(bench, 'WRITE_OFF', 'PROVIDER');
      const { problems } = await api.give(cast.cmo, 'decideUncovered', input);
      expect(problems).toMatchObject([{ code: 'FORBIDDEN', right: 'hours.consent' }]);
      const { allotment } = await api.done(cast.cto, 'decideUncovered', input);
      expect(allotment?.balance).toMatchObject({ uncoveredMinutes: 0, writtenOffMinutes: 150 });
      const again = await api.give(cast.cto, 'decideUncovered', input);
      expect(again.problems).toMatchObject([{ code: 'NOTHING_UNCOVERED', __typename: 'NothingUncoveredProblem' }]);
      const none = { ...input, entryIds: [] };
      expect(await api.refused(cast, cast.cto, 'decideUncovered', none)).toEqual(['VALIDATION_FAILED']);
      const many = { ...input, entryIds: Array.from({ length: 501 }, (_, index) => `e-${index}`) };
      expect(await api.refused(cast, cast.cto, 'decideUncovered', many)).toEqual(['LIMIT_REACHED']);
      const planned = { ...input, allotmentId: bench.month('2026-02') };
      expect(await api.refused(cast, cast.cto, 'decideUncovered', planned)).toEqual(['INVALID_STATE']);
    });

    it('becomes a debt when both leads say so, and the agreement allows it', async () => {
      const bench = await given({ debtAllowed: true });
      const { cast } = bench;
      const asked = await api.done(cast.cto, 'decideUncovered', decide(bench, 'DEBT', 'PROVIDER'));
      expect(asked.allotment).toMatchObject({ openConsents: [{ action: 'CARRY_DEBT', side: 'PROVIDER' }] });
      const again = decide(bench, 'DEBT', 'PROVIDER');
      expect(await api.refused(cast, cast.cto, 'decideUncovered', again)).toEqual(['SIDE_ALREADY_APPROVED']);
      const { allotment } = await api.done(cast.cmo, 'decideUncovered', decide(bench, 'DEBT', 'CONSUMER'));
      expect(allotment).toMatchObject({ openConsents: [], balance: { uncoveredMinutes: 0, debtMinutes: 150 } });
      const strict = await given();
      const debt = decide(strict, 'DEBT', 'PROVIDER');
      expect(await api.refused(strict.cast, strict.cast.cto, 'decideUncovered', debt)).toEqual(['DEBT_NOT_ALLOWED']);
    });
  });

  it('is not needed where both leads change what the month grants', async () => {
    const bench = await open();
    const { cast } = bench;
    const adjust = (minutes: number, side: string) => ({ allotmentId: bench.month(), minutes, side, reason });
    await api.done(cast.cmo, 'adjustGrant', adjust(600, 'CONSUMER'));
    const other = await api.done(cast.cto, 'adjustGrant', adjust(500, 'PROVIDER'));
    expect(other.allotment?.balance).toMatchObject({ basePoolMinutes: 4800 });
    const { allotment } = await api.done(cast.cto, 'adjustGrant', adjust(600, 'PROVIDER'));
    expect(allotment?.balance).toMatchObject({ basePoolMinutes: 5400, availableMinutes: 5400 });
    expect(allotment?.openConsents).toMatchObject([{ action: 'ADJUST_GRANT', side: 'PROVIDER' }]);
    const refused = (who: Member, input: object) => api.refused(cast, who, 'adjustGrant', input);
    expect(await refused(cast.cto, adjust(0, 'PROVIDER'))).toEqual(['VALIDATION_FAILED']);
    expect(await refused(cast.cto, { ...adjust(60, 'PROVIDER'), reason: '' })).toEqual(['REASON_REQUIRED']);
    expect(await refused(cast.cto, adjust(500, 'PROVIDER'))).toEqual(['SIDE_ALREADY_APPROVED']);
    expect(await refused(cast.bridge, adjust(500, 'CONSUMER'))).toEqual(['FORBIDDEN']);
    await api.done(cast.both, 'adjustGrant', adjust(-60, 'CONSUMER'));
    expect(await refused(cast.both, adjust(-60, 'PROVIDER'))).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
  });

  it('is cut as far as minutes are free, and the rest waits', async () => {
    const bench = await open();
    const { cast } = bench;
    await bench.work('F1', null, 1200);
    const cut = { allotmentId: bench.month(), minutes: -4000, reason };
    await api.done(cast.cmo, 'adjustGrant', { ...cut, side: 'CONSUMER' });
    const { allotment } = await api.done(cast.cto, 'adjustGrant', { ...cut, side: 'PROVIDER' });
    expect(allotment?.balance).toMatchObject({ availableMinutes: 0, reductionPendingMinutes: 400 });
  });

  it('is signed by both at once', async () => {
    const bench = await open();
    await bench.ask(await bench.request());
    await Promise.all([bench.sign('O1', 'CONSUMER'), bench.sign('O1', 'PROVIDER')]);
    expect(await api.events(bench.cast.workspaceId, 'OverageApprovedBySide')).toBe(2);
    expect(await api.events(bench.cast.workspaceId, 'OverageApproved')).toBe(1);
  });

  it('is asked for once, however often a request is repeated or made at the same time', async () => {
    const bench = await open();
    const { cast } = bench;
    const requestId = await bench.request();
    const input = { allotmentId: bench.month(), requestId, minutes: 60, reason };
    const calls = Array.from({ length: 5 }, () => api.give(cast.cmo, 'requestOverage', input));
    const codes = (await Promise.all(calls)).flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'OVERAGE_PENDING'));
    const sign = { allotmentId: bench.month(), overageId: 'O1', side: 'CONSUMER' };
    const key = 'sign-o1';
    expect(await api.done(cast.cmo, 'approveOverage', sign, { key })).toMatchObject({ replayed: false });
    expect(await api.done(cast.cmo, 'approveOverage', sign, { key })).toMatchObject({ replayed: true });
  });

  it('comes too late for a month that closes, and nothing comes in time for one that is closed', async () => {
    const bench = await open();
    const { cast } = bench;
    const requestId = await bench.request();
    await bench.ask(requestId);
    const id = `${fromGlobalId(bench.agreementId, 'Agreement')}-2026-01`;
    const happened = (...facts: AllotmentEvent[]) =>
      api.happened(cast.workspaceId, { aggregate: allotment, id }, facts);
    const refused = (who: Member, mutation: string, input: object) =>
      api.refused(cast, who, mutation, { ...input, allotmentId: bench.month() });
    const more = { requestId: await bench.request(), minutes: 60, reason };
    await happened({ type: 'ClosingBegun', data: { graceEndsOn: '2026-02-04' } });
    expect(await refused(cast.cmo, 'requestOverage', more)).toEqual(['INVALID_STATE']);
    const sums = { consumed: 0, overage: 0, unused: 4800, rolledOver: 0, expired: 4800, debtOut: 0, amount: 0 };
    await happened({ type: 'PeriodClosed', data: { ...sums, lotsOut: [], nextPeriod: null } });
    const sign = { overageId: 'O1', side: 'PROVIDER' };
    expect(await refused(cast.cmo, 'requestOverage', more)).toEqual(['PERIOD_CLOSED']);
    expect(await refused(cast.cto, 'approveOverage', sign)).toEqual(['PERIOD_CLOSED']);
    expect(await refused(cast.cto, 'declineOverage', { ...sign, reason })).toEqual(['PERIOD_CLOSED']);
    const decision = { entryIds: ['F17'], decision: 'WRITE_OFF', side: 'PROVIDER' };
    expect(await refused(cast.cto, 'decideUncovered', decision)).toEqual(['PERIOD_CLOSED']);
    const grant = { minutes: 60, side: 'PROVIDER', reason };
    expect(await refused(cast.cto, 'adjustGrant', grant)).toEqual(['PERIOD_CLOSED']);
  });
});
