import type { RequestDossier } from '../dossiers.js';
import { mean, median, nearestRank, percent, ratio, sum } from '../figures.js';
import { type EventMetric, measured, part, requestLabel } from '../measured.js';
import { approvedIn, daysSince, happened, isSubmitted, launchedIn, requestsOf } from './chosen.js';

/** M3. */
export const scoping: EventMetric = {
  key: 'M3',
  name: 'Scoping time',
  unit: 'days',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Median of the local days from RequestSubmitted to the first RequestApproved, of requests approved in the window. Part: the median ' +
        'of working minutes between the two by the provider’s calendar, without time on hold and without the time in which a blocking question ' +
        'waited for its answer.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const approved = approvedIn(dossiers, window, circumstances);
        const days = approved.map((one) => daysSince(one, circumstances.dayOf(one.approvedAt), circumstances));
        const minutes = approved.map((one) => {
          const workers = { side: 'PROVIDER', teamId: one.providerTeamId } as const;
          const pauses = [...one.holds, ...one.clarifying];
          return circumstances.workingMinutes(workers, one.submitted.at, one.approvedAt, pauses);
        });
        const cases = approved.map((one, index) => ({
          subject: requestLabel(one),
          value: days[index]!,
          n: 1,
          note: `${minutes[index]} working minutes`,
        }));
        const parts = [part('workingMinutes', 'The same in working minutes', 'working min', median(minutes))];
        return measured(median(days), approved.length, { parts, cases });
      },
    },
  ],
};

/** M10. */
export const forecast: EventMetric = {
  key: 'M10',
  name: 'Duration against the first forecast',
  unit: 'of the forecast',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of requests launched in the window: Σ local days from RequestSubmitted to RequestLaunched ÷ Σ durationForecastDays of each one’s ' +
        'first EstimateSubmitted. Part: how many days all of them were ahead. Each request is a case with its own share.',
      minSample: 1,
      measure(dossiers, window, circumstances) {
        const known = launchedIn(dossiers, window)
          .filter(isSubmitted)
          .flatMap((one) => {
            const { firstForecastDays: foreseen } = one;
            return foreseen === null ? [] : [{ one, foreseen, took: daysSince(one, one.launch.on, circumstances) }];
          });
        const foreseen = sum(known.map((one) => one.foreseen));
        const took = sum(known.map((one) => one.took));
        const cases = known.map((each) => ({
          subject: requestLabel(each.one),
          value: ratio(each.took, each.foreseen),
          n: 1,
          note: `${each.foreseen} days foreseen, ${each.took} taken: ${each.foreseen - each.took} ahead`,
        }));
        const parts = [part('daysAhead', 'Ahead of the forecasts', 'days', foreseen - took)];
        return measured(ratio(took, foreseen), known.length, { parts, cases });
      },
    },
  ],
};

/** M17. */
export const deadlines: EventMetric = {
  key: 'M17',
  name: 'Dates kept',
  unit: '%',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of requests launched in the window for which a date was agreed, the share launched on or before the first DateAgreed. Part: on or ' +
        'before the last date, DateAgreed or Displaced; where it is higher, dates slipped silently.',
      minSample: 5,
      measure(dossiers, window) {
        const dated = launchedIn(dossiers, window).filter(({ firstDate }) => firstDate !== null);
        const kept = (date: (one: RequestDossier) => string | null) =>
          dated.filter((one) => one.launch.on <= (date(one) ?? '')).length;
        const first = percent(
          kept(({ firstDate }) => firstDate),
          dated.length,
        );
        const last = percent(
          kept(({ lastDate }) => lastDate),
          dated.length,
        );
        const cases = dated
          .filter(({ firstDate, launch }) => launch.on > (firstDate ?? ''))
          .map((one) => ({
            subject: requestLabel(one),
            value: 0,
            n: 1,
            note: `first ${one.firstDate}, last ${one.lastDate}, launched ${one.launch.on}`,
          }));
        return measured(first, dated.length, { parts: [part('last', 'On or before the last date', '%', last)], cases });
      },
    },
  ],
};

/** M18. */
export const urgency: EventMetric = {
  key: 'M18',
  name: 'Urgent work',
  unit: '%',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'RequestExpedited in the window ÷ requests whose first RequestApproved lies in the window. Parts: how many requests had to wait ' +
        '(Displaced), and for how many days.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const all = requestsOf(dossiers);
        const approved = approvedIn(dossiers, window, circumstances).length;
        const expedites = sum(all.map(({ expeditedAt }) => expeditedAt.filter(within).length));
        const waited = all.flatMap((one) =>
          one.displaced.filter(({ at }) => within(at)).map(({ days }) => ({ label: requestLabel(one), days })),
        );
        const parts = [
          part('expedites', 'Expedites', 'requests', expedites),
          part('displaced', 'Displaced', 'requests', new Set(waited.map(({ label }) => label)).size),
          part('displacedDays', 'Days they had to wait', 'days', sum(waited.map(({ days }) => days))),
        ];
        const cases = waited.map(({ label, days }) => ({ subject: label, value: days, n: 1, note: 'days displaced' }));
        return measured(percent(expedites, approved), approved, { parts, cases });
      },
    },
  ],
};

/** M22. */
export const leadTime: EventMetric = {
  key: 'M22',
  name: 'Lead time',
  unit: 'days',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Median of the local days from RequestSubmitted to RequestLaunched, of requests launched in the window whose launch stands. Parts: ' +
        'p85 by the nearest rank, and the mean.',
      minSample: 5,
      measure(dossiers, window, circumstances) {
        const launched = launchedIn(dossiers, window).filter(isSubmitted);
        const days = launched.map((one) => daysSince(one, one.launch.on, circumstances));
        const parts = [
          part('p85', '85 of 100 within', 'days', nearestRank(days, 85)),
          part('mean', 'Mean', 'days', mean(days)),
        ];
        return measured(median(days), days.length, { parts });
      },
    },
  ],
};
