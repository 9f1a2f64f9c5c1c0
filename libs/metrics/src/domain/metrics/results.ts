import type { LocalDate } from '#libs/vocabulary';
import type { Outcome, RequestDossier } from '../dossiers.js';
import { mean, ratio, rounded, sum } from '../figures.js';
import { type EventMetric, measured, part, requestLabel } from '../measured.js';
import { addDays } from '../window.js';
import { type Launched, launchedIn } from './chosen.js';

/** Days after a launch in which a bug is put down to it. */
const BUG_DAYS = 30;
const FIRST_WEEK = 7;
/** Likely minutes up to which a request is small, or middling: two days of work, and two weeks. */
const SIZES = [
  ['small', 960],
  ['medium', 4_800],
] as const;

const sizeOf = ({ signedMinutes }: RequestDossier): string => {
  if (signedMinutes === null) return 'of unknown size';
  return SIZES.find(([, most]) => signedMinutes <= most)?.[0] ?? 'large';
};

const bugsAfter = ({ launch, bugs }: Launched): number =>
  bugs.filter((foundAt) => foundAt >= launch.on && foundAt <= addDays(launch.on, BUG_DAYS)).length;

/** Figures of launches of the same type and size. */
function classesOf(launches: readonly Launched[]) {
  const classes = new Map<string, Launched[]>();
  for (const one of launches) {
    const name = `${one.type}, ${sizeOf(one)}`;
    classes.set(name, [...(classes.get(name) ?? []), one]);
  }
  return [...classes]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([subject, group]) => {
      const value = ratio(sum(group.map(bugsAfter)), group.length);
      return { subject, value, n: group.length, note: group.map(requestLabel).join(', ') };
    });
}

/** M7. */
export const bugsAfterLaunch: EventMetric = {
  key: 'M7',
  name: 'Bugs after a launch',
  unit: 'bugs per launch',
  direction: 'DOWN',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'BugReported with foundAt within 30 days after the RequestLaunched that stands ÷ requests launched in the window whose 30 days are ' +
        'over; the others are immature, with their bugs so far. Cases: classes of the same type and size (signed minutes up to 960, up to ' +
        '4,800, and more).',
      minSample: 5,
      measure(dossiers, window, { day }) {
        const launched = launchedIn(dossiers, window);
        const matureOn = ({ launch }: Launched): LocalDate => addDays(launch.on, BUG_DAYS);
        const mature = launched.filter((one) => matureOn(one) <= day);
        const immature = launched
          .filter((one) => matureOn(one) > day)
          .map((one) => ({ subject: requestLabel(one), matureOn: matureOn(one), soFar: bugsAfter(one) }));
        const bugs = sum(mature.map(bugsAfter));
        const soFar = sum(immature.map((one) => one.soFar));
        const parts = [
          part('bugs', 'Bugs', 'bugs', bugs),
          part('bugsSoFar', 'Bugs of immature launches so far', 'bugs', soFar),
        ];
        return measured(ratio(bugs, mature.length), mature.length, { immature, parts, cases: classesOf(mature) });
      },
    },
  ],
};

interface Followed {
  readonly one: Launched;
  readonly outcome: Outcome;
}

const followed = (launches: readonly Launched[]): Followed[] =>
  launches.flatMap((one) => one.outcomes.map((outcome) => ({ one, outcome })));

const labelOf = ({ one, outcome }: Followed): string => `${requestLabel(one)} ${outcome.metric}`;

/** The value that was to be reached. */
const goalOf = ({ baseline, target }: Outcome): number =>
  target.kind === 'ABSOLUTE' ? target.value : baseline + (Math.abs(baseline) * target.value) / 100;

const changeOf = ({ baseline }: Outcome, value: number): number | null =>
  baseline === 0 ? null : rounded((100 * (value - baseline)) / Math.abs(baseline));

const attainmentOf = (outcome: Outcome, value: number): number =>
  rounded((100 * (value - outcome.baseline)) / (goalOf(outcome) - outcome.baseline));

const lastIn = ({ measured: all }: Outcome, counts: (on: LocalDate) => boolean): number | null =>
  all.findLast(({ on }) => counts(on))?.value ?? null;

const noteOf = (outcome: Outcome, value: number): string =>
  `${outcome.baseline} to ${value}, wanted ${rounded(goalOf(outcome))}: attained ${rounded(attainmentOf(outcome, value), 1)} %`;

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** M8. */
export const outcomes: EventMetric = {
  key: 'M8',
  name: 'Outcomes attained',
  unit: '% of the wanted change',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of OutcomeTargetSet of requests launched in the window: (measured − baseline) ÷ (target − baseline), by the last OutcomeMeasured ' +
        'later than 7 days after the launch; the mean of all. A target whose windowDays since the launch are not over is immature. What was ' +
        'measured in the first week alone is M9’s. Part: the mean relative change.',
      minSample: 1,
      measure(dossiers, window, { day }) {
        const all = followed(launchedIn(dossiers, window));
        const matureOn = ({ one, outcome }: Followed): LocalDate => addDays(one.launch.on, outcome.windowDays);
        const valueOf = ({ one, outcome }: Followed) =>
          lastIn(outcome, (on) => on > addDays(one.launch.on, FIRST_WEEK));
        const cases = all
          .filter((each) => matureOn(each) <= day)
          .flatMap((each) => {
            const value = valueOf(each);
            if (value === null) return [];
            const { outcome } = each;
            const shown = { subject: labelOf(each), value: attainmentOf(outcome, value), n: 1 };
            return [{ ...shown, change: changeOf(outcome, value), note: noteOf(outcome, value) }];
          });
        const immature = all
          .filter((each) => matureOn(each) > day)
          .map((each) => ({ subject: labelOf(each), matureOn: matureOn(each), soFar: valueOf(each) }));
        const change = mean(known(cases.map((one) => one.change)));
        const parts = [part('change', 'Change against the baseline', '%', change)];
        const shown = cases.map(({ change: _change, ...one }) => one);
        return measured(mean(cases.map(({ value }) => value)), cases.length, { immature, parts, cases: shown });
      },
    },
  ],
};

/** M9. */
export const firstWeek: EventMetric = {
  key: 'M9',
  name: 'Change in the first week',
  unit: '%',
  direction: 'UP',
  sight: 'ALL',
  definitions: [
    {
      version: 1,
      text:
        'Of OutcomeTargetSet of requests launched in the window: (measured − baseline) ÷ |baseline|, by the last OutcomeMeasured up to 7 days ' +
        'after the launch; the mean of all. A launch whose week is not over is immature.',
      minSample: 1,
      measure(dossiers, window, { day }) {
        const weekEnds = ({ one }: Followed): LocalDate => addDays(one.launch.on, FIRST_WEEK);
        const all = followed(launchedIn(dossiers, window)).map((each) => ({
          each,
          value: lastIn(each.outcome, (on) => on <= weekEnds(each)),
        }));
        const cases = all.flatMap(({ each, value }) => {
          if (value === null || weekEnds(each) > day) return [];
          const shown = changeOf(each.outcome, value);
          return shown === null
            ? []
            : [{ subject: labelOf(each), value: shown, n: 1, note: noteOf(each.outcome, value) }];
        });
        const immature = all
          .filter(({ each }) => weekEnds(each) > day)
          .map(({ each, value }) => ({ subject: labelOf(each), matureOn: weekEnds(each), soFar: value }));
        return measured(mean(cases.map(({ value }) => value)), cases.length, { immature, cases });
      },
    },
  ],
};
