import { riskEvents, riskRules } from '#libs/risk';
import type { LocalDate } from '#libs/vocabulary';
import { type Course, coursesOf } from '../folds/courses.js';
import { shortDay, spoken } from '../format.js';
import { defineReport } from '../report.js';
import { matrixChart } from '../risk/matrix-chart.js';
import { reviewsOf, risksAt, scoreOf } from '../risk/risks-at.js';
import { chart, figures, note, type Section, table } from '../sections.js';
import { weekEndsOf } from '../window.js';

const { bands, matrixOf, ratingAt, riskReview } = riskRules;

const capital = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();
const percentOf = (change: number, of: number): number | null =>
  of === 0 ? null : Math.round((change / of) * 1000) / 10;

function exposureFigures(risks: readonly riskRules.Risk[], day: LocalDate): Section {
  const [inherent, current] = [matrixOf(risks, 'INHERENT'), matrixOf(risks, 'CURRENT')];
  const unrated = risks.filter((risk) => ratingAt(risk, 'CURRENT') === null).length;
  return figures(
    `Exposure on ${shortDay(day)}`,
    {
      label: 'Open exposure',
      value: current.exposure,
      kind: 'score',
      n: risks.length,
      ...(unrated > 0 && { note: `${unrated} not rated yet` }),
    },
    { label: 'As found', value: inherent.exposure, kind: 'score', n: risks.length },
    { label: 'Change', value: percentOf(current.exposure - inherent.exposure, inherent.exposure), kind: 'percent' },
    { label: 'High or critical now', value: current.byBand.HIGH + current.byBand.CRITICAL, kind: 'count' },
  );
}

/** Exposure at the end of every week: as the risks were found, and as they stood by then. */
function weeksChart(days: readonly LocalDate[], weeks: readonly (readonly riskRules.Risk[])[]): Section {
  const exposures = (stage: riskRules.Stage) => weeks.map((risks) => matrixOf(risks, stage).exposure);
  const [found, current] = [exposures('INHERENT'), exposures('CURRENT')];
  const peak = Math.max(...current);
  const says =
    `Open exposure was highest at ${spoken(peak, { kind: 'score' })} in the week to ${shortDay(days[current.indexOf(peak)]!)} ` +
    `and stands at ${spoken(current.at(-1) ?? 0, { kind: 'score' })}; without any measure it would be ${spoken(found.at(-1) ?? 0, { kind: 'score' })}.`;
  return chart('Exposure by week', says, {
    form: 'lines',
    kind: 'score',
    days,
    steps: true,
    series: [
      { name: 'As found', tone: 'quiet', values: found },
      { name: 'Current', tone: 'strong', values: current },
    ],
  });
}

function matrixSections(risks: readonly riskRules.Risk[]): Section[] {
  const { byBand } = matrixOf(risks, 'CURRENT');
  const counts = bands
    .toReversed()
    .flatMap((band) => (byBand[band] > 0 ? [`${byBand[band]} ${band.toLowerCase()}`] : []));
  const before = matrixOf(risks, 'INHERENT').byBand;
  const says = `Of ${risks.length} risks ${counts.join(', ')}; as found, ${before.CRITICAL} were critical and ${before.HIGH} high.`;
  return [
    chart('Where the risks stand now', says, matrixChart(risks, 'CURRENT')),
    chart(
      'Where they stood when they were found',
      'The same risks before anything was done.',
      matrixChart(risks, 'INHERENT'),
    ),
  ];
}

function riskTable(risks: readonly riskRules.Risk[]): Section {
  const rows = risks.map((risk) => [
    risk.riskId,
    risk.title,
    capital(risk.lens.replace('_', ' ')),
    scoreOf(risk, 'INHERENT'),
    scoreOf(risk, 'CURRENT'),
    capital(ratingAt(risk, 'CURRENT')?.band ?? 'not rated'),
    risk.treatment === null ? null : capital(risk.treatment),
  ]);
  return table('Risks', {
    columns: [
      { name: 'Risk', kind: 'text' },
      { name: 'What may happen', kind: 'text' },
      { name: 'Lens', kind: 'text' },
      { name: 'As found', kind: 'score' },
      { name: 'Now', kind: 'score' },
      { name: 'Band', kind: 'text' },
      { name: 'Treatment', kind: 'text' },
    ],
    rows: rows.toSorted((a, b) => Number(b[4]) - Number(a[4]) || Number(b[3]) - Number(a[3])),
  });
}

export default defineReport<string, Course>({
  name: 'risk-exposure',
  title: 'Risk exposure',
  about:
    'How much risk was found, how much of it is left, where on the matrix it stands, and how it went week by week.',
  fold: coursesOf([riskReview], riskEvents),
  present: (courses, { window, workspace: { timeZone } }) => {
    const reviews = reviewsOf(courses);
    const risks = risksAt(reviews, window.to, timeZone);
    if (risks.length === 0) return [note('No risk had been found by the end of this window.')];
    const days = weekEndsOf(window);
    const weeks = days.map((day) => risksAt(reviews, day, timeZone));
    return [
      exposureFigures(risks, window.to),
      weeksChart(days, weeks),
      ...matrixSections(risks),
      riskTable(risks),
      note('Exposure is the sum of likelihood times impact over the risks of reviews whose subject goes on.'),
    ];
  },
});
