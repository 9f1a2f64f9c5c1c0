import type { Stage } from './demo-stages.js';

const EVERY_YEAR = [
  ['01-01', 'New Year'],
  ['05-01', 'Labour Day'],
  ['12-25', 'Christmas Day'],
  ['12-26', 'Second Day of Christmas'],
] as const;

/** Days on which neither team works, of this year and the next: clocks of working minutes leave them out. */
export async function addDemoHolidays({ caller, marketing, engineering, today }: Stage): Promise<void> {
  const thisYear = Number(today.slice(0, 4));
  const holidays = [thisYear, thisYear + 1].flatMap((year) =>
    EVERY_YEAR.map(([day, name]) => ({ date: `${year}-${day}`, name })),
  );
  for (const [title, teamId] of [
    ['CMO', marketing],
    ['CTO', engineering],
  ] as const) {
    const step = { input: { teamId, holidays }, key: teamId, fields: 'calendar { version }' };
    await caller.give(title, 'addHolidays', step);
  }
}
