import type { Dossiers, EntryDossier } from '../dossiers.js';
import { percent, ratio, rounded, sum } from '../figures.js';
import { type EventMetric, measured, minutesPart, part, requestLabel } from '../measured.js';
import { isWithin, monthOf, wholeMonths } from '../window.js';
import { happened, launchedIn, requestsOf } from './chosen.js';

const standing = ({ entries }: Dossiers): EntryDossier[] => entries.filter(({ reversed }) => !reversed);

/** The first month with any work: before it nothing was recorded, which is not the same as no rework. */
const begunBy = (entries: readonly EntryDossier[]): string | null =>
  entries.reduce<string | null>((first, { workedOn }) => (first === null || workedOn < first ? workedOn : first), null);

/** M2. */
export const rework: EventMetric = {
  key: 'M2',
  name: 'Rework',
  unit: 'min a month',
  direction: 'DOWN',
  sight: 'MINUTES',
  definitions: [
    {
      version: 1,
      text:
        'Σ minutes of EntryBooked with activity REWORK, without those with an EntryReversed, by the day of the work, ÷ whole calendar months ' +
        'of the window, from the month of the first entry on. A month that is not over is immature.',
      minSample: 3,
      measure(dossiers, window, { day }) {
        const entries = standing(dossiers);
        const first = begunBy(entries)?.slice(0, 7) ?? '9999-12';
        const rework = entries.filter(({ activity }) => activity === 'REWORK');
        const minutesIn = (period: string) =>
          sum(rework.filter(({ workedOn }) => workedOn.startsWith(period)).map(({ minutes }) => minutes));
        const months = wholeMonths(window).filter((period) => period >= first);
        const isOver = (period: string) => monthOf(period).until <= day;
        const over = months.filter(isOver);
        const cases = over.map((period) => ({ subject: period, value: minutesIn(period), n: 1, note: null }));
        const total = sum(cases.map(({ value }) => value));
        const immature = months
          .filter((period) => !isOver(period))
          .map((period) => ({ subject: period, matureOn: monthOf(period).until, soFar: minutesIn(period) }));
        const parts = [minutesPart('total', 'Rework in all', total)];
        return measured(ratio(total, over.length), over.length, { immature, parts, cases });
      },
    },
  ],
};

/** M2b. */
export const avoidedRework: EventMetric = {
  key: 'M2b',
  name: 'Rework avoided (an estimate)',
  unit: 'min',
  direction: 'UP',
  sight: 'MINUTES',
  definitions: [
    {
      version: 1,
      text:
        'Σ estimatedSavedMinutes of the alternatives with an AlternativeAccepted in the window + the likely minutes of the last estimate of ' +
        'requests with a RequestWithdrawn in the window after a ConcernRaised. Nobody measured what was not built: an estimate, never to be ' +
        'added to measured figures.',
      minSample: 1,
      measure(dossiers, window, circumstances) {
        const within = happened(window, circumstances);
        const avoided = requestsOf(dossiers).flatMap((one) =>
          one.avoided.filter(({ at }) => within(at)).map((each) => ({ ...each, label: requestLabel(one) })),
        );
        const minutesBy = (by: string) => sum(avoided.filter((one) => one.by === by).map(({ minutes }) => minutes));
        const parts = [
          minutesPart('alternatives', 'By alternatives', minutesBy('ALTERNATIVE')),
          minutesPart('concerns', 'By concerns', minutesBy('CONCERN')),
        ];
        const cases = avoided.map(({ label, minutes, by }) => ({ subject: label, value: minutes, n: 1, note: by }));
        const total = avoided.length === 0 ? null : sum(avoided.map(({ minutes }) => minutes));
        return measured(total, avoided.length, { parts, cases });
      },
    },
  ],
};

/** M6b. Without a roster nobody knows how many engineers could be interrupted: interruptions by engineer-week are no metric yet. */
export const favours: EventMetric = {
  key: 'M6b',
  name: 'Favours',
  unit: 'favours',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'InterruptionLogged of kind FAVOUR by the day it occurred on. Parts: their minutes, and the share with an ' +
        'InterruptionConvertedToRequest.',
      minSample: 0,
      measure({ interruptions }, window) {
        const all = interruptions.filter(({ kind, on }) => kind === 'FAVOUR' && isWithin(on, window));
        const converted = all.filter(({ becameRequest }) => becameRequest).length;
        const parts = [
          minutesPart('minutes', 'Minutes they took', sum(all.map(({ minutes }) => minutes))),
          part('converted', 'Became requests', '%', percent(converted, all.length)),
        ];
        return measured(all.length, all.length, { parts });
      },
    },
  ],
};

/** M21. */
export const estimateError: EventMetric = {
  key: 'M21',
  name: 'Estimate error',
  unit: '%',
  direction: 'DOWN',
  sight: 'ALL',
  casesSight: 'MINUTES',
  definitions: [
    {
      version: 1,
      text:
        'Of requests launched in the window: the mean of |actual − likely| ÷ likely. Actual: billable minutes of EntryBooked for the request, ' +
        'without those with an EntryReversed, less EntryCredited, whenever they were worked. Likely: of the estimate both sides signed last. ' +
        'Part: the bias Σ actual ÷ Σ likely − 1.',
      minSample: 5,
      measure(dossiers, window) {
        const worked = new Map<string, number>();
        for (const { requestId, billable, minutes, credited } of standing(dossiers))
          if (requestId !== null && billable) worked.set(requestId, (worked.get(requestId) ?? 0) + minutes - credited);
        const ids = new Map([...dossiers.requests].map(([id, one]) => [one, id]));
        const known = launchedIn(dossiers, window).flatMap((one) => {
          const { signedMinutes: likely } = one;
          const actual = worked.get(ids.get(one) ?? '') ?? 0;
          return likely === null || likely === 0 ? [] : [{ one, likely, actual }];
        });
        const cases = known.map(({ one, likely, actual }) => ({
          subject: requestLabel(one),
          value: percent(actual - likely, likely),
          n: 1,
          note: null,
        }));
        const errors = known.map(({ likely, actual }) => Math.abs(actual - likely) / likely);
        const actual = sum(known.map((one) => one.actual));
        const likely = sum(known.map((one) => one.likely));
        const mmre = known.length === 0 ? null : rounded((100 * sum(errors)) / known.length);
        const parts = [part('bias', 'Bias', '%', percent(actual - likely, likely))];
        return measured(mmre, known.length, { parts, cases });
      },
    },
  ],
};
