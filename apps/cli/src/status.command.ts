import { Command, CommandRunner } from 'nest-commander';
import { Installation } from './installation.js';
import { print, printTable } from './print.js';
import { type LogStatus, statusOf, troublesOf } from './status-of-log.js';

@Command({
  name: 'status',
  description: 'How the log and those who follow it stand, on one screen; exit code 1 when something needs a person.',
})
export class StatusCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    const status = await this.installation.withOwner(statusOf);
    const troubles = troublesOf(status);
    show(status);
    print('');
    for (const trouble of troubles) print(`Needs somebody: ${trouble}`);
    if (troubles.length === 0) print('Nothing needs anybody.');
    else process.exitCode = 1;
  }
}

const size = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
  return `${(bytes / 1000 ** power).toFixed(power < 2 ? 0 : 1)} ${units[power]!}`;
};

const number = (value: number): string => value.toLocaleString('en-US');

function linesOf({ log, seal, webhooks }: LogStatus): (readonly [what: string, how: string])[] {
  const sealed =
    seal && `no. ${number(seal.number)} up to ${number(seal.lastPosition)}, ${seal.sealedAt.toISOString()}`;
  return [
    ['database', `${log.database}, Postgres ${log.version}, ${size(log.bytes)}`],
    ['epoch', log.epoch],
    ['horizon', `safe up to ${number(log.safe)}, ${number(log.last - log.safe)} behind the last position`],
    ['log', `${number(log.events)} events in ${number(log.streams)} streams, ${size(log.logBytes)}`],
    ['partitions', `${log.partitionsAhead} ahead of the one in use`],
    ...(seal === undefined ? [] : [['last seal', sealed ?? 'none yet'] as const]),
    ...(webhooks === undefined ? [] : [['webhooks', `${webhooks.failing} failing of ${webhooks.known}`] as const]),
  ];
}

function show(status: LogStatus): void {
  for (const [what, how] of linesOf(status)) print(`${what.padEnd(12)}${how}`);
  print('');
  printTable(
    status.consumers.map(({ name, version, kind, state, lag, parkedStreams, parkedTimers }) => ({
      consumer: name,
      version,
      kind,
      state,
      lag,
      parked: parkedStreams + parkedTimers,
    })),
    'No consumer has run yet.',
  );
}
