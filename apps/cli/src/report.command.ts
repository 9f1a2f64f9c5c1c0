import { type Circumstances, findReports, type Presented, type Report, runReport, Standings } from '#libs/reports';
import { Command, CommandRunner, Option } from 'nest-commander';
import type { Service } from '../../api/src/service/service.js';
import { Installation } from './installation.js';
import { oneWorkspace } from './one-workspace.js';
import { printTable } from './print.js';
import { interruptible, progress } from './progress.js';
import { chosen, type ReportOptions, standingOf, workersOf } from './report-options.js';
import { formatOf, originOf, putOut, written } from './report-output.js';

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
