import { readdir } from 'node:fs/promises';
import type { Report } from './report.js';

const FOLDER = new URL('./reports/', import.meta.url);

/** `.ts` where the sources run, `.js` where they were built. */
const IS_REPORT = /^[a-z0-9-]+\.report\.(?:ts|js)$/;

/**
 * Every report of the folder, by name. Adding one is adding a file.
 * @throws Error for a file that gives no report, and for two of one name: mistakes of the program
 */
export async function findReports(): Promise<readonly Report[]> {
  const files = (await readdir(FOLDER)).filter((file) => IS_REPORT.test(file)).sort();
  const reports: Report[] = [];
  // One after the other: they share most of what they import.
  for (const file of files) reports.push(await load(file));
  const names = new Set(reports.map(({ name }) => name));
  if (names.size < reports.length) throw new Error('Two reports have one name.');
  return reports;
}

async function load(file: string): Promise<Report> {
  const { default: report } = (await import(new URL(file, FOLDER).href)) as { default?: Report };
  if (report?.name !== file.replace(/\.report\.[jt]s$/, '')) throw new Error(`${file} gives no report of its name.`);
  return report;
}
