import type { MonoidFold } from '#libs/event-log';
import { streamTypeOf } from '../folds/courses.js';
import { shortDay } from '../format.js';
import { defineReport } from '../report.js';
import { chart, figures, note, type Section, table } from '../sections.js';
import { weekEndsOf } from '../window.js';

/** How many facts of each kind of stream were recorded, by day in UTC. */
type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

const plus = (counts: Counts, day: string, kind: string, more: number): Counts => {
  const known = counts[day] ?? {};
  return { ...counts, [day]: { ...known, [kind]: (known[kind] ?? 0) + more } };
};

const countFold: MonoidFold<Counts> = {
  kind: 'monoid',
  empty: {},
  step: (counts, event) => plus(counts, event.recordedAt.slice(0, 10), streamTypeOf(event.streamId), 1),
  merge: (earlier, later) =>
    Object.entries(later)
      .flatMap(([day, kinds]) => Object.entries(kinds).map(([kind, count]) => ({ day, kind, count })))
      .reduce((counts, { day, kind, count }) => plus(counts, day, kind, count), earlier),
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

interface Day {
  readonly day: string;
  readonly kinds: Readonly<Record<string, number>>;
}

function weeksChart(days: readonly Day[], ends: readonly string[]): Section {
  const weekOf = (day: string): string => ends.find((end) => day <= end)!;
  const counts = ends.map((end) =>
    sum(days.filter(({ day }) => weekOf(day) === end).flatMap(({ kinds }) => Object.values(kinds))),
  );
  const most = Math.max(...counts);
  const says = `Most was recorded in the week to ${shortDay(ends[counts.indexOf(most)]!)}: ${most} facts.`;
  return chart('Facts by week', says, {
    form: 'bars',
    kind: 'count',
    categories: ends.map(shortDay),
    stacked: false,
    series: [{ name: 'Facts', tone: 'plain', values: counts }],
  });
}

function kindsTable(days: readonly Day[]): Section {
  const kinds = [...new Set(days.flatMap((day) => Object.keys(day.kinds)))];
  const rows = kinds.map((kind): [string, number] => [kind, sum(days.map((day) => day.kinds[kind] ?? 0))]);
  return table('By kind of stream', {
    columns: [
      { name: 'Stream', kind: 'text' },
      { name: 'Facts', kind: 'count' },
    ],
    rows: rows.toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)),
    foot: ['Total', sum(rows.map(([, count]) => count))],
  });
}

export default defineReport<Counts>({
  name: 'log-activity',
  title: 'What was recorded',
  about: 'How many facts the workspace recorded, week by week and by kind of stream.',
  fold: countFold,
  present: (counts, { window }) => {
    const days = Object.entries(counts)
      .map(([day, kinds]): Day => ({ day, kinds }))
      .filter(({ day }) => window.from <= day && day <= window.to);
    if (days.length === 0) return [note('Nothing was recorded in this window.')];
    const facts = sum(days.flatMap(({ kinds }) => Object.values(kinds)));
    return [
      figures(
        'Recorded',
        { label: 'Facts', value: facts, kind: 'count' },
        { label: 'Days with any', value: days.length, kind: 'count' },
      ),
      weeksChart(days, weekEndsOf(window)),
      kindsTable(days),
      note('Days are those of UTC: the fold knows no zone, so that it can be made of parts.'),
    ];
  },
});
