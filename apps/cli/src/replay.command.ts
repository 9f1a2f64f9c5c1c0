import { replay } from '#libs/event-log';
import { Command, CommandRunner, Option } from 'nest-commander';
import { type Selected, selected, type TypedSelection } from './export-selection.js';
import { Installation } from './installation.js';
import { print, printTable } from './print.js';
import { interruptible, progress } from './progress.js';
import type { Service } from '../../api/src/service/service.js';

/** What a replay has seen. */
interface Seen {
  readonly events: number;
  readonly seconds: number;
  readonly byType: ReadonlyMap<string, number>;
}

@Command({
  name: 'replay',
  description: 'Stream the log through decode and lift and count it by type: what a reporting job does at least.',
})
export class ReplayCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: TypedSelection): Promise<void> {
    const seen = await interruptible(({ signal }) =>
      this.installation.withService(async (service) =>
        counted(service, await selected(this.installation, service, options), signal),
      ),
    );
    if (seen !== null) show(seen);
  }

  @Option({ flags: '-w, --workspace <name>', description: 'Only this workspace, by name or id.' })
  parseWorkspace(value: string): string {
    return value;
  }

  @Option({ flags: '-t, --types <types>', description: 'Only these event types, separated by commas.' })
  parseTypes(value: string): string {
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
}

async function counted({ pool, events: log }: Service, of: Selected, signal: AbortSignal): Promise<Seen> {
  const { workspaceId, types, after, upTo } = of;
  const bar = progress(upTo, { unit: 'positions', from: after });
  const byType = new Map<string, number>();
  const only = { ...(workspaceId !== null && { workspaceId }), ...(types !== null && { types }) };
  const started = performance.now();
  let events = 0;
  try {
    const source = { pool, catalogue: log.model.catalogue };
    for await (const batch of replay(source, { ...only, after, upTo, signal })) {
      for (const { type } of batch) byType.set(type, (byType.get(type) ?? 0) + 1);
      events += batch.length;
      bar.at(batch.at(-1)!.position);
    }
    bar.at(upTo);
  } finally {
    bar.end();
  }
  return { events, seconds: (performance.now() - started) / 1000, byType };
}

function show({ events, seconds, byType }: Seen): void {
  const rows = [...byType].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  printTable(
    rows.map(([type, count]) => ({ type, events: count })),
    'No event of this kind.',
  );
  const rate = Math.round(events / Math.max(seconds, 0.001));
  print(
    `${events} events of ${byType.size} types in ${seconds.toFixed(1)} s: ${rate.toLocaleString('en-US')} a second.`,
  );
}
