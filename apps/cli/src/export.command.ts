import { Command, CommandRunner, Option } from 'nest-commander';
import type { Service } from '../../api/src/service/service.js';
import { ExportFile } from './export-file.js';
import { lineFormats } from './export-formats.js';
import { ParquetFile } from './export-parquet.js';
import { BATCH, batchOf, type ExportOptions, type Format, formatOf, ROW_GROUP } from './export-options.js';
import { type Selected, selected } from './export-selection.js';
import { batchesOf } from './export-source.js';
import { Installation } from './installation.js';
import { interruptible, progress, type Progress } from './progress.js';
import { writeOut } from './export-stdout.js';

/** An export under way. */
interface Export {
  readonly service: Service;
  readonly format: Format;
  readonly out: string;
  readonly selected: Selected;
  readonly signal: AbortSignal;
  /** Events written at a time. */
  readonly batch: number;
}

@Command({
  name: 'export',
  description:
    'Write events to a file: NDJSON (CloudEvents), CSV or Parquet; .gz compresses. Interrupted, NDJSON and CSV go on with the same command; Parquet begins anew.',
})
export class ExportCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: ExportOptions): Promise<void> {
    const format = formatOf(options);
    const { out } = options;
    const batch = batchOf(options.batch ?? String(format === 'parquet' ? ROW_GROUP : BATCH));
    const left = (): string =>
      out === '-' || format === 'parquet' ? 'Interrupted.' : 'Interrupted: the same command goes on where it was.';
    await interruptible(
      ({ signal }) =>
        this.installation.withService(async (service) => {
          const chosen = await selected(this.installation, service, options);
          await exported({ service, format, out, selected: chosen, signal, batch });
        }),
      left,
    );
  }

  @Option({
    flags: '-f, --format <format>',
    description: 'ndjson, csv or parquet; that of the file’s name unless told.',
  })
  parseFormat(value: string): string {
    return value;
  }

  @Option({ flags: '-o, --out <file>', description: 'Where to; - is standard output.', required: true })
  parseOut(value: string): string {
    return value;
  }

  @Option({ flags: '-w, --workspace <name>', description: 'Only this workspace, by name or id.' })
  parseWorkspace(value: string): string {
    return value;
  }

  @Option({ flags: '-t, --types <types>', description: 'Only these event types, separated by commas.' })
  parseTypes(value: string): string {
    return value;
  }

  @Option({ flags: '-s, --subject <stream>', description: 'Only this stream, e.g. request-6f0e….' })
  parseSubject(value: string): string {
    return value;
  }

  @Option({ flags: '--after <position>', description: 'Only what comes after this position, as any answer gives it.' })
  parseAfter(value: string): string {
    return value;
  }

  @Option({ flags: '--up-to <position>', description: 'Nothing that comes after this position.' })
  parseUpTo(value: string): string {
    return value;
  }

  @Option({
    flags: '--batch <events>',
    description: `Events written at a time: ${BATCH} unless told, ${ROW_GROUP} of Parquet, as a row group.`,
  })
  parseBatch(value: string): string {
    return value;
  }

  @Option({
    flags: '--versions <versions>',
    description: 'Schema versions to stay with, e.g. RequestSubmitted=1; the newest unless told.',
  })
  parseVersions(value: string): string {
    return value;
  }
}

function exported(asked: Export): Promise<void> {
  if (asked.format === 'parquet') return toParquet(asked);
  return asked.out === '-' ? toStandardOutput(asked, asked.format) : toFile(asked, asked.format);
}

/** Counted in positions: how many events of a selection there are is not known before they are read. */
const barOf = (from: number, upTo: number): Progress => progress(upTo, { unit: 'positions', from });

async function toFile({ service, out, selected: of, signal, batch }: Export, format: 'ndjson' | 'csv'): Promise<void> {
  const { head, lines } = lineFormats[format];
  const { workspaceId, types, subject, pins, after, epoch } = of;
  const what = JSON.stringify({ format, workspaceId, types, subject, pins, after, epoch });
  const file = await ExportFile.open({ out, what, upTo: of.upTo, after, head });
  const bar = barOf(file.cursor, file.upTo);
  try {
    for await (const { events, to } of batchesOf(
      service,
      { ...of, upTo: file.upTo },
      { after: file.cursor, signal, batch },
    )) {
      await file.append(lines(events, epoch), events.length, to);
      bar.at(to);
    }
  } catch (error) {
    await file.close();
    bar.end();
    throw error;
  }
  await file.finish();
  bar.at(file.upTo);
  bar.end();
  process.stderr.write(`${file.events} events in ${out}.\n`);
}

async function toStandardOutput(
  { service, selected: of, signal, batch }: Export,
  format: 'ndjson' | 'csv',
): Promise<void> {
  const { head, lines } = lineFormats[format];
  if (!(await writeOut(head))) return;
  for await (const { events } of batchesOf(service, of, { after: of.after, signal, batch }))
    if (!(await writeOut(lines(events, of.epoch)))) return;
}

async function toParquet({ service, out, selected: of, signal, batch }: Export): Promise<void> {
  const file = new ParquetFile(out);
  const bar = barOf(of.after, of.upTo);
  let count = 0;
  try {
    for await (const { events, to } of batchesOf(service, of, { after: of.after, batch, signal })) {
      await file.append(events, of.epoch);
      count += events.length;
      bar.at(to);
    }
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    bar.end();
  }
  process.stderr.write(`${count} events in ${out}.\n`);
}
