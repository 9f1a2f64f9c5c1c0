import {
  type Compared,
  NothingKept,
  ReadModels,
  type Rebuilt,
  type RebuildOptions,
  UnknownReadModel,
  ValidationFailed,
} from '#libs/event-log';
import { Command, CommandRunner, Option } from 'nest-commander';
import { consumersOver, logModel } from '../../api/src/contexts.js';
import { Installation } from './installation.js';
import { print, printTable } from './print.js';
import { interruptible, type Progress, progress } from './progress.js';

interface Flags {
  readonly compare?: boolean;
  readonly back?: boolean;
  readonly dropKept?: boolean;
}

@Command({
  name: 'rebuild',
  arguments: '[names...]',
  description:
    'Compute read models anew from the log, beside the live ones and while the service works, and switch; all of them unless some are named. Exit code 1 when one differed or could not be done.',
})
export class RebuildCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(given: string[], flags: Flags): Promise<void> {
    if ([flags.compare, flags.back, flags.dropKept].filter(Boolean).length > 1)
      throw new ValidationFailed('Only one of --compare, --back and --drop-kept at a time.');
    const rows: Row[] = [];
    await interruptible(
      ({ signal }) =>
        this.installation.withOwner(async (owner) => {
          const models = new ReadModels(owner, logModel(), consumersOver(owner));
          const names = namesOf(models, given);
          if (flags.dropKept) return sayDropped(await models.dropKept(names));
          for (const name of names) rows.push(await rowOf(models, name, { flags, signal, all: given.length === 0 }));
        }),
      () => 'Interrupted: what is live stays as it was, and the next run goes on where this one ended.',
    );
    if (flags.dropKept) return;
    printTable(rows, 'Nothing was rebuilt.');
    if (rows.some(({ differing, note }) => Number(differing) > 0 || note !== '')) process.exitCode ??= 1;
  }

  @Option({
    flags: '--compare',
    description: 'Compute the rows and tell in how many the live ones differ; change nothing.',
  })
  parseCompare(): boolean {
    return true;
  }

  @Option({ flags: '--back', description: 'Bring the rows kept by the last rebuild to the present and put them back.' })
  parseBack(): boolean {
    return true;
  }

  @Option({ flags: '--drop-kept', description: 'Drop the rows that are kept for going back.' })
  parseDropKept(): boolean {
    return true;
  }
}

/** What became of one read model. */
type Row = Readonly<Record<'name' | 'rows' | 'seconds' | 'differing' | 'held ms' | 'note', string | number>>;

interface Asked {
  readonly flags: Flags;
  readonly signal: AbortSignal;
  /** None was named: of those that have nothing kept none is gone back to. */
  readonly all: boolean;
}

/** @throws the error of work that was interrupted; other failures are told in the row */
async function rowOf(models: ReadModels, name: string, { flags, signal, all }: Asked): Promise<Row> {
  const bar = new LateBar(name);
  const options: RebuildOptions = { signal, onProgress: ({ done, total }) => bar.at(done, total) };
  try {
    return told(await work(models, name, { flags, options }));
  } catch (error) {
    signal.throwIfAborted();
    const nothing = error instanceof NothingKept && all;
    return { name, rows: '', seconds: '', differing: '', 'held ms': '', note: nothing ? '' : textOf(error) };
  } finally {
    bar.end();
  }
}

function work(
  models: ReadModels,
  name: string,
  { flags, options }: { readonly flags: Flags; readonly options: RebuildOptions },
): Promise<Rebuilt | Compared> {
  if (flags.compare) return models.compare(name, options);
  return flags.back ? models.goBack(name, options) : models.rebuild(name, options);
}

const told = (done: Rebuilt | Compared): Row => ({
  name: done.name,
  rows: done.rows,
  seconds: done.seconds.toFixed(1),
  differing: done.differing ?? 'other code',
  'held ms': 'heldMs' in done ? done.heldMs.toFixed(1) : '',
  note: '',
});

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws UnknownReadModel */
function namesOf(models: ReadModels, given: readonly string[]): readonly string[] {
  const unknown = given.find((name) => !models.names.includes(name));
  if (unknown !== undefined) throw new UnknownReadModel(unknown, models.names);
  return given.length > 0 ? given : models.names;
}

const sayDropped = (dropped: readonly string[]): void =>
  print(dropped.length === 0 ? 'Nothing was kept.' : `Dropped what was kept of ${dropped.join(', ')}.`);

/** A bar that is there once it is known how much there is to do. */
class LateBar {
  private bar: Progress | null = null;

  constructor(private readonly name: string) {}

  at(done: number, total: number): void {
    this.bar ??= progress(total, { unit: `events of ${this.name}` });
    this.bar.at(done, total);
  }

  end(): void {
    this.bar?.end();
  }
}
