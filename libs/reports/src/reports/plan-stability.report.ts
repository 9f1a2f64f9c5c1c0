import { roadmapEvents, roadmapRules } from '#libs/roadmap';
import type { RangeRow, Span } from '../charts/chart.js';
import { type Course, coursesOf, type Courses } from '../folds/courses.js';
import { calendarWords, shortDay } from '../format.js';
import { type Items, itemsAt, itemsAtEndOf, type JointSession, jointSessions } from '../plan/plans.js';
import { type Circumstances, defineReport } from '../report.js';
import { type Cell, chart, figures, note, type Section, table } from '../sections.js';

const { planningSession, planStability, roadmapItem, shiftDays } = roadmapRules;

/** A plan at a baseline against what became of it. */
interface Compared {
  readonly was: Items;
  readonly is: Items;
  readonly found: roadmapRules.PlanStability;
}

const compare = (was: Items, is: Items): Compared => ({ was, is, found: planStability({ items: was }, { items: is }) });

const label = ({ number, title }: roadmapRules.ItemState): string => `RM-${number} ${title}`;
const capital = (word: string): string => (word.charAt(0) + word.slice(1).toLowerCase()).replace('_', ' ');

function stabilityFigures({ found }: Compared, { heldOn }: JointSession): Section {
  return figures(
    `Since the joint session of ${shortDay(heldOn)}`,
    { label: 'Plan stability', value: found.percent, kind: 'percent', n: found.items },
    { label: 'Kept', value: found.stable, kind: 'count' },
    { label: 'Moved later', value: found.movedLater.length, kind: 'count' },
    {
      label: 'Moved earlier',
      value: found.movedEarlier.length,
      kind: 'count',
      note: 'listed, not counted against the plan',
    },
    { label: 'Uncommitted or dropped', value: found.uncommitted.length + found.dropped.length, kind: 'count' },
  );
}

/** Each planned item with its window then and now, the first to begin on top. */
function planned({
  was,
  is,
}: Compared): { readonly agreed: roadmapRules.ItemState; readonly now: roadmapRules.ItemState | null }[] {
  return [...was]
    .filter(([, { window, status }]) => window !== null && roadmapRules.plannedStatuses.includes(status))
    .map(([id, agreed]) => ({ agreed, now: is.get(id) ?? null }))
    .sort((a, b) => (a.agreed.window!.start < b.agreed.window!.start ? -1 : 1));
}

const shiftOf = (agreed: roadmapRules.ItemState, now: roadmapRules.ItemState | null): number | null =>
  agreed.window && now?.window ? shiftDays(agreed.window, now.window) : null;

const shiftWords = (days: number): string => (days === 0 ? 'kept' : `${days > 0 ? '+' : '−'}${Math.abs(days)} days`);

function rowOf(agreed: roadmapRules.ItemState, now: roadmapRules.ItemState | null): RangeRow {
  const shift = shiftOf(agreed, now);
  const before: Span = { from: agreed.window!.start, to: agreed.window!.end, tone: 'quiet' };
  if (shift === null) return { name: label(agreed), spans: [{ ...before, label: 'no window now' }] };
  const { start, end } = now!.window!;
  const after: Span = { from: start, to: end, tone: shift > 0 ? 'alarm' : 'plain', label: shiftWords(shift) };
  return { name: label(agreed), spans: [before, after] };
}

function movesChart(compared: Compared): Section {
  const { items, stable, movedLater } = compared.found;
  const says = `${stable} of ${items} planned items were kept; ${movedLater.length} moved later than was agreed.`;
  return chart('Windows then and now', says, {
    form: 'ranges',
    overlaid: true,
    rows: planned(compared).map(({ agreed, now }) => rowOf(agreed, now)),
    legend: [
      { tone: 'quiet', name: 'as agreed' },
      { tone: 'plain', name: 'now: kept or earlier' },
      { tone: 'alarm', name: 'now: later' },
    ],
  });
}

function itemsTable(compared: Compared): Section {
  const windowOf = (item: roadmapRules.ItemState | null): [Cell, Cell] => [
    item?.window?.start ?? null,
    item?.window?.end ?? null,
  ];
  return table('Planned items', {
    columns: [
      { name: 'Item', kind: 'text' },
      { name: 'Agreed start', kind: 'date' },
      { name: 'Agreed end', kind: 'date' },
      { name: 'Start now', kind: 'date' },
      { name: 'End now', kind: 'date' },
      { name: 'Shift (days)', kind: 'days' },
      { name: 'Status', kind: 'text' },
    ],
    rows: planned(compared).map(({ agreed, now }) => [
      label(agreed),
      ...windowOf(agreed),
      ...windowOf(now),
      shiftOf(agreed, now),
      capital(now?.status ?? 'gone'),
    ]),
  });
}

function sessionsTable(courses: Courses, sessions: readonly JointSession[], is: Items): Section {
  const rows = sessions.map(({ heldOn, baselinePosition }) => {
    const { items, stable, percent } = compare(itemsAt(courses, baselinePosition), is).found;
    return [heldOn, items, stable, percent];
  });
  return table('Since each joint session', {
    columns: [
      { name: 'Session', kind: 'date' },
      { name: 'Planned items', kind: 'count' },
      { name: 'Kept', kind: 'count' },
      { name: 'Stability', kind: 'percent' },
    ],
    rows,
  });
}

/** The first joint session of the window, else the last one before it. */
function baselineOf(sessions: readonly JointSession[], { window }: Circumstances): JointSession | null {
  return sessions.find(({ heldOn }) => heldOn >= window.from) ?? sessions.at(-1) ?? null;
}

export default defineReport<string, Course>({
  name: 'plan-stability',
  title: 'Plan stability',
  about: 'How much of what was planned in a joint session still holds: items kept, moved, uncommitted and dropped.',
  fold: coursesOf([roadmapItem, planningSession], roadmapEvents),
  present: (courses, at) => {
    const sessions = jointSessions(courses, at.window.to);
    const baseline = baselineOf(sessions, at);
    if (baseline === null) return [note('No joint planning session had ended by the end of this window.')];
    const is = itemsAtEndOf(courses, at.window.to, at.workspace.timeZone);
    const compared = compare(itemsAt(courses, baseline.baselinePosition), is);
    return [
      stabilityFigures(compared, baseline),
      movesChart(compared),
      itemsTable(compared),
      sessionsTable(courses, sessions, is),
      note(
        `Held against the roadmap as it stood when the session of ${calendarWords(baseline.heldOn)} ended. An item counts once, however ` +
          'often it moved; one that moved and came back counts as kept.',
      ),
    ];
  },
});
