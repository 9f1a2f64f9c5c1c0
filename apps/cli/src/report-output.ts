import { rename, rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { formatPosition } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { type Origin, type Presented, toCsv, toHtml, toJson, toText } from '#libs/reports';
import { programVersion } from './program-version.js';

const FORMATS = { table: toText, csv: toCsv, json: toJson, html: toHtml } as const;
export type ReportFormat = keyof typeof FORMATS;

const isFormat = (typed: string): typed is ReportFormat => typed in FORMATS;

/** The format that was asked for, or that of the file's name, or a table. @throws ValidationFailed */
export function formatOf(typed: string | undefined, out: string): ReportFormat {
  const meant = typed ?? (isFormat(extname(out).slice(1)) ? extname(out).slice(1) : 'table');
  if (!isFormat(meant)) throw new ValidationFailed(`A report is a ${Object.keys(FORMATS).join(', ')}; not "${meant}".`);
  return meant;
}

/** Where a report's figures come from, as outputs say it. @param epoch of the log */
export const originOf = async ([first]: readonly Presented[], epoch: string): Promise<Origin> => ({
  position: formatPosition({ epoch, position: first!.circumstances.position }),
  version: await programVersion(),
});

export const written = (format: ReportFormat, presented: readonly Presented[], origin: Origin): string =>
  FORMATS[format](presented, origin);

/** To standard output (`-`), or to a file that is there whole or as it was. */
export async function putOut(text: string, out: string): Promise<void> {
  if (out === '-') return void process.stdout.write(text);
  const draft = `${out}.part`;
  try {
    await writeFile(draft, text);
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw new ValidationFailed(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
