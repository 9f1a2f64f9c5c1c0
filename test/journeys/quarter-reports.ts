import { findReports, runReport, type Section, Standings } from '#libs/reports';
import type { RunningApi } from '../kit/api.js';

/** Figures of a report by their labels, of all its sections. */
export type Figures = Readonly<Record<string, string | number | null>>;

/** Every report of the quarter's workspace as it stands at the end of the quarter's last day that was told. */
export async function quarterReports(
  { service }: RunningApi,
  workspaceId: string,
): Promise<ReadonlyMap<string, readonly Section[]>> {
  const { pool, events } = service;
  const workspace = { id: workspaceId, name: 'Quarter', timeZone: 'Europe/Berlin' };
  const circumstances = await new Standings(service).of(workspace, { quarter: '2026-Q1' });
  const source = { pool, catalogue: events.model.catalogue };
  const sections = new Map<string, readonly Section[]>();
  for (const report of await findReports()) {
    const alone = await runReport(report, { source, circumstances });
    const inParts = await runReport(report, { source, circumstances, ranges: 2 });
    // Folds that can be made of parts come to the same.
    if (JSON.stringify(alone) !== JSON.stringify(inParts)) throw new Error(`${report.name} depends on its ranges.`);
    sections.set(report.name, alone.sections);
  }
  return sections;
}

export const figuresOf = (sections: readonly Section[] = []): Figures =>
  Object.fromEntries(
    sections
      .flatMap((section) => (section.section === 'figures' ? section.figures : []))
      .toReversed()
      .map(({ label, value }) => [label, value]),
  );

/** The lines of a table by the words of its first column; its sums under `Total`. */
export function linesOf(
  sections: readonly Section[] = [],
  title: string,
): Readonly<Record<string, readonly (string | number | null)[]>> {
  const found = sections.find((section) => section.section === 'table' && section.title === title);
  if (found?.section !== 'table') return {};
  const rows = found.foot ? [...found.rows, found.foot] : found.rows;
  return Object.fromEntries(rows.map(([first, ...rest]) => [String(first), rest]));
}
