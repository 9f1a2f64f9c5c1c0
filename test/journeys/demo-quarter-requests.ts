import { Temporal } from 'temporal-polyfill';
import type { Quarter, Reference } from '../../apps/api/src/demo/quarter/quarter.js';

const ALL: readonly Reference[] = ['REQ-1', 'REQ-2', 'REQ-3', 'REQ-4', 'REQ-5', 'REQ-6', 'REQ-7', 'REQ-8'];

interface Shown {
  readonly reference: string;
  readonly touches: readonly object[];
  readonly estimate: Record<'optimisticMinutes' | 'likelyMinutes' | 'pessimisticMinutes', number> | null;
  readonly submittedAt: string;
  readonly approvedAt: string | null;
  readonly deliveries: readonly { readonly at: string }[];
  readonly acceptedAt: string | null;
  readonly launchedOn: string | null;
  readonly ended: { readonly at: string; readonly reason: string } | null;
  readonly leadDays: number | null;
  readonly scopingDays: number | null;
}

const FIELDS = `reference touches { touch } estimate { optimisticMinutes likelyMinutes pessimisticMinutes }
  submittedAt approvedAt deliveries { at } acceptedAt launchedOn ended { at reason } leadDays scopingDays`;

/** The day of an instant where the demo quarter takes place, as the page prints it: `01-05`. */
const day = (at: string | null): string =>
  at === null ? '–' : Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString().slice(5);

const pointsOf = ({ estimate }: Shown): string =>
  estimate ? [estimate.optimisticMinutes, estimate.likelyMinutes, estimate.pessimisticMinutes].join('/') : '–';

/** A row of the table of demo-quarter.md 5.1, from what the service shows. */
const rowOf = (shown: Shown): string =>
  [
    shown.reference,
    `touches ${shown.touches.length}`,
    pointsOf(shown),
    day(shown.submittedAt),
    day(shown.approvedAt),
    shown.deliveries.map(({ at }) => day(at)).join(', ') || '–',
    day(shown.acceptedAt),
    shown.ended ? `${shown.ended.reason} ${day(shown.ended.at)}` : (shown.launchedOn?.slice(5) ?? '–'),
    `lead ${shown.leadDays ?? '–'}`,
    `scoping ${shown.scopingDays ?? '–'}`,
  ].join(' | ');

/** Demo-quarter 5.1, and what 5.8 says of requests. */
export function describeRequests(quarterOf: () => Quarter): void {
  const ofAll = <Shape>(fields: string): Promise<Shape[]> =>
    Promise.all(ALL.map((reference) => quarterOf().shows<Shape>(reference, fields)));

  it('takes eight requests the printed ways, with the printed lead and scoping times', async () => {
    expect((await ofAll<Shown>(FIELDS)).map(rowOf)).toEqual([
      'REQ-1 | touches 3 | 6000/7200/9600 | 01-05 | 01-12 | 03-12, 03-12 | 03-13 | 03-16 | lead 70 | scoping 7',
      'REQ-2 | touches 0 | 480/600/780 | 01-06 | 01-08 | 01-21 | 01-22 | 01-23 | lead 17 | scoping 2',
      'REQ-3 | touches 3 | 1500/1800/2700 | 01-19 | 01-30 | 02-24, 02-25 | 02-26 | 03-05 | lead 45 | scoping 11',
      'REQ-4 | touches 2 | 1200/1500/2100 | 01-21 | 02-05 | 03-19 | 03-20 | 03-24 | lead 62 | scoping 15',
      'REQ-5 | touches 1 | 360/480/720 | 01-27 | 01-27 | 01-29 | 01-30 | 01-30 | lead 3 | scoping 0',
      'REQ-6 | touches 0 | 480/600/720 | 01-28 | 02-10 | 02-13 | 02-27 | 02-27 | lead 30 | scoping 13',
      'REQ-7 | touches 1 | – | 02-03 | – | – | – | ANSWERED_BY_REFERENCE 02-06 | lead – | scoping –',
      'REQ-8 | touches 1 | 360/480/600 | 02-04 | 02-11 | 02-20 | 02-23 | 02-24 | lead 20 | scoping 7',
    ]);
    const times = `{ leadTimes(from: "2026-01-01", until: "2026-03-31") {
      launched medianLeadDays meanLeadDays p85LeadDays approved medianScopingDays } }`;
    expect(await quarterOf().asks('CMO', times)).toEqual({
      launched: 7,
      medianLeadDays: 30,
      meanLeadDays: 35.29,
      p85LeadDays: 62,
      approved: 7,
      medianScopingDays: 7,
    });
  });

  it('brings REQ-1 28 days ahead of its first forecast, with the outcomes as measured', async () => {
    const onboarding = await quarterOf().shows<Foreseen>(
      'REQ-1',
      `leadDays estimate { estimateId durationForecastDays } success { side verdict }
       outcomeTargets { metric baseline lastValue changePercent attainmentPercent }`,
    );
    expect(onboarding.estimate).toEqual({ estimateId: 'E1', durationForecastDays: 98 });
    expect(onboarding.estimate.durationForecastDays - onboarding.leadDays).toBe(28);
    expect(onboarding.outcomeTargets).toMatchObject([
      { metric: 'engagement', baseline: 25, lastValue: 28, changePercent: 12 },
      { metric: 'activation', baseline: 40, lastValue: 48.8, changePercent: 22, attainmentPercent: 146.7 },
    ]);
    expect(onboarding.success).toEqual([
      { side: 'CONSUMER', verdict: 'MET' },
      { side: 'PROVIDER', verdict: 'MET' },
    ]);
  });

  it('counts one urgent request of two, and who waited for it', async () => {
    const shown = await quarterOf().shows<{ history: { changes: { type: string; summary: string }[] } }>(
      'REQ-5',
      'history(first: 200) { changes { type summary } }',
    );
    expect(shown.history.changes).toContainEqual({
      type: 'RequestExpedited',
      summary: 'It goes first; 1 of 2 this month.',
    });
    const month = `{ expedites(period: "2026-01") {
      quotaPerTeam displacedDays granted { requestId displacedRequestId hardDate oldDate newDate delayDays } } }`;
    expect(await quarterOf().asks('CTO', month)).toEqual({
      quotaPerTeam: 2,
      displacedDays: 14,
      granted: [
        {
          requestId: quarterOf().requestId('REQ-5'),
          displacedRequestId: quarterOf().requestId('REQ-6'),
          hardDate: '2026-01-30',
          oldDate: '2026-01-30',
          newDate: '2026-02-13',
          delayDays: 14,
        },
      ],
    });
  });

  it('met the first response seven times of eight: REQ-6 waited 660 working minutes of 480', async () => {
    const levels = await ofAll<{ serviceLevels: Level[] }>(
      'serviceLevels { clock targetMinutes usedMinutes breached metAt }',
    );
    const firsts = levels.flatMap(({ serviceLevels }) =>
      serviceLevels.filter(({ clock }) => clock === 'FIRST_RESPONSE'),
    );
    expect(firsts.map(({ breached }) => breached)).toEqual([false, false, false, false, false, true, false, false]);
    expect(firsts[5]).toMatchObject({ targetMinutes: 480, usedMinutes: 660, metAt: '2026-01-30T08:00:00.000Z' });
  });

  it('avoids 8,100 minutes by the single code, and finds the printed bugs', async () => {
    expect(await quarterOf().asks('CMO', '{ avoidedRework { estimatedSavedMinutes requests isEstimate } }')).toEqual({
      estimatedSavedMinutes: 8100,
      requests: 1,
      isEstimate: true,
    });
    const found = await ofAll<{ bugs: { foundAt: string }[] }>('bugs { foundAt }');
    expect(found.map(({ bugs }) => bugs.map(({ foundAt }) => foundAt.slice(5)))).toEqual([
      ['03-25'],
      ['01-28'],
      ['03-10', '03-17'],
      ['03-27'],
      ['02-02'],
      [],
      [],
      ['03-20'],
    ]);
  });

  it('tells the history of REQ-4 in sentences', async () => {
    const { history } = await quarterOf().shows<{
      history: { changes: { at: string; summary: string }[]; hasMore: boolean };
    }>('REQ-4', 'history(first: 200) { changes { at summary } hasMore }');
    expect(history.hasMore).toBe(false);
    expect(history.changes.map(({ at, summary }) => `${day(at)} ${summary}`).join('\n')).toMatchSnapshot();
  });
}

interface Foreseen {
  readonly leadDays: number;
  readonly estimate: { readonly estimateId: string; readonly durationForecastDays: number };
  readonly success: readonly object[];
  readonly outcomeTargets: readonly object[];
}

interface Level {
  readonly clock: string;
  readonly breached: boolean;
}
