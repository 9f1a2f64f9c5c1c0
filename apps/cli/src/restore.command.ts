import {
  checkFiles,
  EventLog,
  type LogModel,
  PostgresLogStore,
  readManifest,
  rebuildInlineView,
  requireEmpty,
  requireSameProgram,
  restore,
  rowsOf,
} from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { disableAllWebhooks } from '#libs/webhooks';
import { Command, CommandRunner, Option } from 'nest-commander';
import type { Pool } from 'pg';
import { logModel } from '../../api/src/contexts.js';
import { migrations } from '../../api/src/migrations.js';
import { keptTables } from '../../api/src/tables.js';
import { Installation } from './installation.js';
import { print } from './print.js';
import { programVersion } from './program-version.js';
import { interruptible, progress } from './progress.js';
import { say, verifyAllSeals, verifyChains, verifyViews } from './verify-parts.js';

interface RestoreOptions {
  readonly deliverWebhooks?: boolean;
}

@Command({
  name: 'restore',
  arguments: '<folder>',
  description: 'Fill an empty database with a backup, compute its read models, begin a new epoch and verify all of it.',
})
export class RestoreCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([folder = '']: string[], { deliverWebhooks = false }: RestoreOptions): Promise<void> {
    const manifest = await readManifest(folder);
    const program = { manifest, tables: keptTables, migrations: migrations.map(({ name }) => name) };
    requireSameProgram(program, await programVersion());
    await interruptible(
      async ({ signal }) => {
        await checkFiles(folder, manifest, signal);
        await this.installation.withNewDatabase(requireEmpty, async (owner) => {
          const bar = progress(rowsOf(manifest), { unit: 'rows' });
          await restore(owner, { folder, signal, ...program }, ({ rows }) => bar.at(rows)).finally(() => bar.end());
          print(`${rowsOf(manifest)} rows of ${manifest.takenAt} are restored; the log is in a new epoch.`);
          await finish(owner, { signal, deliverWebhooks });
        });
      },
      () => 'Interrupted: what was restored before is whole, read models or the verification may be missing.',
    );
  }

  @Option({
    flags: '--deliver-webhooks',
    description:
      'Go on telling webhooks, of what waited as well; they are disabled unless told: the log may be a copy beside the original.',
  })
  parseDeliverWebhooks(): boolean {
    return true;
  }
}

interface Finish {
  readonly signal: AbortSignal;
  readonly deliverWebhooks: boolean;
}

/** Read models that are written with the events are computed here, the others by the first worker. */
async function finish(owner: Pool, { signal, deliverWebhooks }: Finish): Promise<void> {
  const model = logModel();
  const bar = progress(model.views.length, { unit: 'read models' });
  for (const [index, view] of model.views.entries()) {
    signal.throwIfAborted();
    await rebuildInlineView(owner, model, view);
    bar.at(index + 1);
  }
  bar.end();
  if (!deliverWebhooks) print(await webhooksDisabled(owner, model));
  const verdicts = [
    await verifyChains(owner, { signal }),
    await verifyAllSeals(owner, { signal }),
    await verifyViews(owner, model, signal),
  ];
  if (!say(verdicts)) process.exitCode = 1;
}

/** What a copy of a log would tell the receivers of its original is sent by nobody unless somebody asks for it. */
async function webhooksDisabled(owner: Pool, model: LogModel): Promise<string> {
  const log = new EventLog(new PostgresLogStore(owner), model);
  const disabled = await disableAllWebhooks({
    log,
    pool: owner,
    note: 'The log was restored from a backup.',
    command: (workspaceId, webhookId) =>
      operatorCommand({ workspaceId, operation: 'disableWebhook', input: { webhookId } }),
  });
  await log.settle();
  if (disabled === 0) return 'No webhooks are active: nothing will be sent.';
  return `Webhooks: ${disabled} disabled, what waits for them is not sent; enableWebhook lets one go on (--deliver-webhooks all of them).`;
}
