import { attachEvidence } from './evidence.js';
import { reportBug, resolveBug } from './bugs.js';
import { incurDebt, payDebt } from './debts.js';
import { contextOf, people, type Scenario, today } from './given.spec-kit.js';
import { planPath } from './path.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { judgeSuccess, setSuccessView } from './success.js';

/** The same command again and again. */
const times = (n: number, from: Scenario, step: (scenario: Scenario) => Scenario): Scenario =>
  Array.from({ length: n }).reduce<Scenario>((scenario) => step(scenario), from);

describe('bugs', () => {
  const bug = { severity: 'HIGH', foundAt: today, text: 'The form loses the code', cause: 'A race' } as const;
  const reported = late.launched.when(reportBug, bug, people.stranger);

  it('are reported by anybody once the request is live', () => {
    expect(late.launched.when(reportBug, bug, { ...people.stranger, grant: 'all' }).facts).toEqual([
      { type: 'BugReported', data: { bugId: 'B1', ...bug } },
    ]);
    expect(late.closed.when(reportBug, { ...bug, cause: null }, people.cto).facts).toMatchObject([
      { data: { bugId: 'B1', cause: null } },
    ]);
    expect(reported.refusal.code).toBe('FORBIDDEN');
  });

  it.each([stage.drafted, stage.approved, late.accepted])('are none before the launch', (before) => {
    expect(before.when(reportBug, bug, people.cto).refusal).toMatchObject({ code: 'NOT_LAUNCHED', category: 'STATE' });
  });

  it('are found today or earlier', () => {
    expect(late.launched.when(reportBug, { ...bug, foundAt: '2026-01-06' }, people.cto).refusal).toMatchObject({
      code: 'DATE_IN_FUTURE',
      path: ['input', 'foundAt'],
    });
  });

  it('hold no personal data, and are at most 200', () => {
    const text = 'Ask mara@example.com';
    expect(late.launched.when(reportBug, { ...bug, text }, people.cto).refusal.code).toBe('PII_NOT_ALLOWED');
    const full = times(200, late.launched, (s) => s.when(reportBug, bug, people.cto));
    expect(full.types).toEqual(['BugReported']);
    expect(full.when(reportBug, bug, people.cto).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 200 },
    });
  });

  it('are resolved once, also after a close', () => {
    const open = late.launched.when(reportBug, bug, people.cto);
    const resolution = { bugId: 'B1', resolution: 'The form waits' };
    const resolved = open.when(resolveBug, resolution, people.engineer);
    expect(resolved.facts).toEqual([{ type: 'BugResolved', data: resolution }]);
    expect(resolved.when(resolveBug, resolution, people.engineer).refusal).toMatchObject({
      code: 'BUG_CLOSED',
      details: { bugId: 'B1' },
    });
    expect(open.when(resolveBug, { ...resolution, bugId: 'B2' }, people.engineer).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'bugId'],
    });
    const afterClose = late.closed.when(reportBug, bug, people.cto).when(resolveBug, resolution, people.engineer);
    expect(afterClose.types).toEqual(['BugResolved']);
  });
});

describe('debts (P27)', () => {
  const debt = { what: 'No tests yet', paybackDate: '2026-03-01', ownerId: 'p-enno' };
  const incurred = stage.triaged.when(incurDebt, debt, people.engineer);

  it.each([stage.taken, stage.estimated, stage.approved, late.started, late.launched])(
    'are taken on from triage to launch',
    (at) => {
      expect(at.when(incurDebt, debt, people.engineer).facts).toEqual([
        { type: 'DebtIncurred', data: { debtId: 'D1', ...debt } },
      ]);
    },
  );

  it.each([stage.submitted, late.closed])('are none before or after', (at) => {
    expect(at.when(incurDebt, debt, people.engineer).refusal.code).toBe('INVALID_STATE');
  });

  it('are paid back today or later', () => {
    const onDay = (paybackDate: string) => stage.triaged.when(incurDebt, { ...debt, paybackDate }, people.engineer);
    expect(onDay(today).types).toEqual(['DebtIncurred']);
    expect(onDay('2026-01-04').refusal).toMatchObject({ code: 'DATE_IN_PAST', path: ['input', 'paybackDate'] });
  });

  it('are paid once, whatever became of the request', () => {
    const paid = incurred.when(payDebt, { debtId: 'D1', note: 'Tests are there' }, people.engineer);
    expect(paid.facts).toEqual([{ type: 'DebtPaid', data: { debtId: 'D1', note: 'Tests are there' } }]);
    expect(paid.when(payDebt, { debtId: 'D1' }, people.engineer).refusal).toMatchObject({
      code: 'DEBT_PAID',
      details: { debtId: 'D1' },
    });
    expect(incurred.when(payDebt, { debtId: 'D7' }, people.engineer).refusal.code).toBe('NOT_FOUND');
    const late2 = incurred.given([{ type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } }]);
    expect(late2.when(payDebt, { debtId: 'D1' }, people.engineer).types).toEqual(['DebtPaid']);
  });

  it('are at most 100', () => {
    const full = times(100, stage.triaged, (s) => s.when(incurDebt, debt, people.engineer));
    expect(full.facts).toMatchObject([{ data: { debtId: 'D100' } }]);
    expect(full.when(incurDebt, debt, people.engineer).refusal.code).toBe('LIMIT_REACHED');
  });
});

describe('evidence (P16)', () => {
  const said = {
    quote: 'I never find the form',
    segment: 'Returning customers',
    count: 41,
    source: 'Survey of December',
    date: '2025-12-20',
  };
  const attach = (change: Partial<typeof said>, from = stage.drafted) =>
    from.when(attachEvidence, { ...said, ...change }, people.cmo);

  it('is what customers say', () => {
    expect(attach({}).facts).toEqual([{ type: 'EvidenceAttached', data: { evidenceId: 'V1', ...said } }]);
  });

  it.each(['quote', 'segment', 'source'] as const)('names nobody in %s', (field) => {
    expect(attach({ [field]: 'As mara@example.com says' }).refusal).toMatchObject({
      code: 'PII_NOT_ALLOWED',
      path: ['input', field],
    });
  });

  it.each([0, -1, 1.5, 1_000_001, Number.NaN])('counts no %d customers', (count) => {
    expect(attach({ count }).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'count'] });
  });

  it('was said today or earlier', () => {
    expect(attach({ date: today }).types).toEqual(['EvidenceAttached']);
    expect(attach({ date: '2026-01-06' }).refusal.code).toBe('DATE_IN_FUTURE');
  });

  it('is at most 100 pieces, and none for what has ended', () => {
    const full = times(100, stage.drafted, (s) => attach({}, s));
    expect(attach({}, full).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 100 } });
    expect(attach({}, late.closed).refusal.code).toBe('INVALID_STATE');
  });
});

describe('success (P17)', () => {
  const consumer = { side: 'CONSUMER', text: 'We sell 300 bundles' } as const;
  const provider = { side: 'PROVIDER', text: 'No page of the kit has to be forked' } as const;

  it('is said by each side for itself', () => {
    expect(stage.drafted.when(setSuccessView, consumer, people.requester).facts).toEqual([
      { type: 'SuccessViewSet', data: consumer },
    ]);
    expect(stage.drafted.when(setSuccessView, consumer, people.cmo).types).toEqual(['SuccessViewSet']);
    expect(late.accepted.when(setSuccessView, provider, people.engineer).types).toEqual(['SuccessViewSet']);
  });

  it.each([
    [consumer, people.cto],
    [consumer, people.engineer],
    [provider, people.cmo],
    [provider, people.manager],
  ])('is not said for the other one', (view, who) => {
    expect(stage.drafted.when(setSuccessView, view, who).refusal).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is said before the launch, and nothing happens when it is said again', () => {
    expect(late.launched.when(setSuccessView, consumer, people.cmo).refusal.code).toBe('INVALID_STATE');
    const said = stage.drafted.when(setSuccessView, consumer, people.cmo);
    expect(said.when(setSuccessView, consumer, people.requester).facts).toEqual([]);
  });

  const launched = late.launched.given([{ type: 'SuccessViewSet', data: consumer }]);
  const verdict = { side: 'CONSUMER', verdict: 'PARTLY', note: '212 bundles' } as const;

  it('is judged after the launch; the last verdict stands', () => {
    const judged = launched.when(judgeSuccess, verdict, people.requester);
    expect(judged.facts).toEqual([{ type: 'SuccessJudged', data: verdict }]);
    const again = judged.when(judgeSuccess, { ...verdict, verdict: 'MET' }, people.cmo);
    expect(again.state).toMatchObject({ success: { CONSUMER: { judged: { verdict: 'MET' } } } });
    const closed = launched.given([{ type: 'RequestClosed', data: { note: null } }]);
    expect(closed.when(judgeSuccess, verdict, people.cmo).state).toMatchObject({
      status: 'CLOSED',
      success: { CONSUMER: { judged: { verdict: 'PARTLY' } } },
    });
  });

  it('is not judged before, by others, or without a view', () => {
    const accepted = late.accepted.given([{ type: 'SuccessViewSet', data: consumer }]);
    expect(accepted.when(judgeSuccess, verdict, people.cmo).refusal.code).toBe('NOT_LAUNCHED');
    expect(launched.when(judgeSuccess, verdict, people.cto).refusal.code).toBe('FORBIDDEN');
    expect(launched.when(judgeSuccess, { ...verdict, side: 'PROVIDER' }, people.cto).refusal).toMatchObject({
      code: 'SUCCESS_VIEW_MISSING',
      details: { side: 'PROVIDER' },
    });
  });
});

describe('the path (P13)', () => {
  const step = (title: string, date: string, milestoneId?: string) => ({ title, date, ownerId: 'p-enno', milestoneId });
  const plan = (from: Scenario, ...milestones: ReturnType<typeof step>[]) =>
    from.when(planPath, { milestones }, people.manager);

  it('is put in order, and gives no id twice', () => {
    const planned = plan(stage.drafted, step('Live', '2026-01-20'), step('Design', '2026-01-12'));
    expect(planned.facts).toEqual([
      {
        type: 'PathPlanned',
        data: {
          milestones: [
            { id: 'M2', title: 'Design', date: '2026-01-12', ownerId: 'p-enno' },
            { id: 'M1', title: 'Live', date: '2026-01-20', ownerId: 'p-enno' },
          ],
        },
      },
    ]);
    const emptied = plan(plan(planned, step('Design', '2026-01-13', 'M2')));
    expect(emptied.facts).toEqual([{ type: 'PathPlanned', data: { milestones: [] } }]);
    expect(plan(emptied, step('Anew', '2026-01-12')).facts).toMatchObject([{ data: { milestones: [{ id: 'M3' }] } }]);
  });

  it('warns when it ends after the agreed date', () => {
    const warnings = (date: string) => plan(stage.dated, step('Live', date)).facts[0]?.data;
    expect(warnings('2026-01-23')).not.toHaveProperty('warnings');
    expect(warnings('2026-01-24')).toMatchObject({ warnings: ['PATH_AFTER_DATE'] });
    expect(plan(stage.estimated, step('Live', '2030-01-01')).facts[0]?.data).not.toHaveProperty('warnings');
  });

  it('refuses milestones that are not there, twice there, on no day, or too many', () => {
    const planned = plan(stage.drafted, step('Live', '2026-01-20'));
    const path = (field: string, index = 0) => ['input', 'milestones', String(index), field];
    expect(plan(planned, step('x', today, 'M7')).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: path('milestoneId'),
    });
    expect(plan(planned, step('x', today, 'M1'), step('y', today, 'M1')).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: path('milestoneId', 1),
    });
    expect(plan(planned, step('x', '2026-02-30')).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: path('date'),
    });
    const many = Array.from({ length: 31 }, () => step('x', today));
    expect(plan(planned, ...many).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 30 } });
    expect(plan(planned, ...many.slice(1)).types).toEqual(['PathPlanned']);
    expect(plan(late.launched, step('x', today)).refusal.code).toBe('INVALID_STATE');
  });
});

it('a record of somebody else’s request is FORBIDDEN to whom only their own is open', () => {
  const debt = { what: 'x', paybackDate: today, ownerId: 'p' };
  expect(stage.triaged.when(incurDebt, debt, contextOf(people.stranger)).refusal.code).toBe('FORBIDDEN');
});
