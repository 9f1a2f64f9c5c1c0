import { parsePosition } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { type Circumstances, findReports, type Presented, type Report, runReport, Standings } from '#libs/reports';
import { isRFC3339 } from 'class-validator';
import { Command, CommandRunner, Option } from 'nest-commander';
import type { Service } from '../../api/src/service/service.js';
import { instant } from './check.js';
import { Installation } from './installation.js';
import { oneWorkspace } from './one-workspace.js';
import { printTable } from './print.js';
import { interruptible, progress } from './progress.js';
import { formatOf, originOf, putOut, written } from './report-output.js';

interface ReportOptions {
  readonly list?: true;
  readonly all?: true;
  readonly workspace?: string;
  readonly month?: string;
  readonly quarter?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly format?: string;
  readonly out: string;
  readonly workers: string;
}

const MOST_WORKERS = 16;

@Command({
  name: 'report',
  arguments: '[name]',
  description:
    'Make a report from the log: a table, CSV, JSON, or one HTML page with charts. --list shows which there are.',
})
export class ReportCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([name]: string[], options: ReportOptions): Promise<void> {
    const reports = await findReports();
    if (options.list) return list(reports);
    const asked = chosen(reports, name, options);
    const format = formatOf(options.format, options.out);
    const ranges = workersOf(options.workers);
    await interruptible(async ({ signal }) =>
      this.installation.withService(async (service) => {
        const {
          workspaceId: id,
          name: title,
          timeZone,
        } = await oneWorkspace(this.installation, service, options.workspace);
        const circumstances = await new Standings(service).of({ id, name: title, timeZone }, standingOf(options));
        const presented = await present(service, { reports: asked, circumstances, ranges, signal });
        const { epoch } = service.horizon.current();
        await putOut(written(format, presented, await originOf(presented, epoch)), options.out);
      }),
    );
  }

  @Option({ flags: '-l, --list', description: 'Show which reports there are.' })
  parseList(): true {
    return true;
  }

  @Option({ flags: '-a, --all', description: 'All reports in one.' })
  parseAll(): true {
    return true;
  }

  @Option({ flags: '-w, --workspace <name>', description: 'The workspace, by name or id; the only one unless told.' })
  parseWorkspace(value: string): string {
    return value;
  }

  @Option({ flags: '-m, --month <month>', description: 'A month, e.g. 2026-02.' })
  parseMonth(value: string): string {
    return value;
  }

  @Option({ flags: '-q, --quarter <quarter>', description: 'A quarter, e.g. 2026-Q1.' })
  parseQuarter(value: string): string {
    return value;
  }

  @Option({ flags: '--from <day>', description: 'The first day; without any window all the workspace has recorded.' })
  parseFrom(value: string): string {
    return value;
  }

  @Option({ flags: '--to <day>', description: 'The last day, that day included; today unless told.' })
  parseTo(value: string): string {
    return value;
  }

  @Option({ flags: '--as-of <when>', description: 'What was recorded by then: an instant, or a position of the log.' })
  parseAsOf(value: string): string {
    return value;
  }

  @Option({
    flags: '-f, --format <format>',
    description: 'table, csv, json or html; that of the file’s name unless told.',
  })
  parseFormat(value: string): string {
    return value;
  }

  @Option({ flags: '-o, --out <file>', description: 'Where to; - is standard output.', defaultValue: '-' })
  parseOut(value: string): string {
    return value;
  }

  @Option({
    flags: '--workers <number>',
    description: 'Ranges of the log read at the same time, by reports that can be made of parts.',
    defaultValue: '1',
  })
  parseWorkers(value: string): string {
    return value;
  }
}

const list = (reports: readonly Report[]): void =>
  printTable(
    reports.map(({ name, fold, about }) => ({ report: name, fold: fold.kind, about })),
    'There is no report.',
  );

/** @throws ValidationFailed */
function chosen(reports: readonly Report[], name: string | undefined, { all }: ReportOptions): readonly Report[] {
  if (all && name === undefined) return reports;
  if (all) throw new ValidationFailed('Name a report or --all, not both.');
  const names = reports.map((report) => report.name).join(', ');
  if (name === undefined) throw new ValidationFailed(`Name a report: ${names}; or --all.`);
  const found = reports.filter((report) => report.name === name);
  if (found.length === 0) throw new ValidationFailed(`No report is called "${name}"; there are ${names}.`);
  return found;
}

function workersOf(typed: string): number {
  const number = /^\d{1,2}$/.test(typed) ? Number(typed) : 0;
  if (number < 1 || number > MOST_WORKERS)
    throw new ValidationFailed(`Workers are a whole number from 1 to ${MOST_WORKERS}, not "${typed}".`);
  return number;
}

const standingOf = ({ month, quarter, from, to, asOf }: ReportOptions): Parameters<Standings['of']>[1] => ({
  month,
  quarter,
  from,
  to,
  ...(asOf !== undefined && { asOf: isRFC3339(asOf) ? { recordedAt: instant(asOf) } : { position: positionOf(asOf) } }),
});

function positionOf(typed: string): ReturnType<typeof parsePosition> {
  try {
    return parsePosition(typed);
  } catch {
    throw new ValidationFailed(
      `--as-of is an instant like 2026-01-05T08:00:00Z, or a position this service gave out; not "${typed}".`,
    );
  }
}

interface Presenting {
  readonly reports: readonly Report[];
  readonly circumstances: Circumstances;
  readonly ranges: number;
  readonly signal: AbortSignal;
}

/** One report after the other, each a pass of its own over its facts. */
async function present({ pool, events }: Service, presenting: Presenting): Promise<Presented[]> {
  const { reports, circumstances, ranges, signal } = presenting;
  const { position } = circumstances;
  const bar = process.stderr.isTTY ? progress(position * reports.length, { unit: 'positions' }) : null;
  const presented: Presented[] = [];
  try {
    const source = { pool, catalogue: events.model.catalogue };
    for (const [nth, report] of reports.entries()) {
      const reached = (at: number): void => bar?.at(nth * position + at);
      presented.push(await runReport(report, { source, circumstances, signal, ranges, reached }));
      reached(position);
    }
    return presented;
  } finally {
    bar?.end();
  }
}
