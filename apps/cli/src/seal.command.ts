import { exportedSeals, presentPosition, publicSealKey, Sealer } from '#libs/event-log';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unwritable } from './check.js';
import { Installation } from './installation.js';
import { print } from './print.js';
import { interruptible, progress } from './progress.js';

@SubCommand({
  name: 'export',
  arguments: '[file]',
  description:
    'Write all seals with their public keys, a line of JSON each, to keep them elsewhere: see verify --against.',
})
export class SealExportCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([file]: string[]): Promise<void> {
    const named = file === undefined || file === '-' ? null : await open(file, 'w').catch(unwritable(file));
    await this.installation.withOwner(async (owner) => {
      const lines = Readable.from(exportedSeals(owner));
      if (named === null) await pipeline(lines, process.stdout, { end: false });
      else await pipeline(lines, named.createWriteStream({ flush: true }));
    });
  }
}

@SubCommand({
  name: 'key',
  description: 'Print the public key (PEM) of whoever seals now, for those who check proofs.',
})
export class SealKeyCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    const { sealKey } = this.installation;
    print((await this.installation.withService(({ pool }) => publicSealKey(pool, sealKey))).trimEnd());
  }
}

@Command({
  name: 'seal',
  description: 'Seal at once everything that has happened; workers do it every few minutes.',
  subCommands: [SealExportCommand, SealKeyCommand],
})
export class SealCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([unknown]: string[]): Promise<void> {
    if (unknown !== undefined) this.command.error(`error: unknown command '${unknown}'`);
    await interruptible(async ({ signal }) =>
      this.installation.withService(async ({ pool, horizon }) => {
        const end = await presentPosition({ pool, horizon });
        const bar = progress(end, { unit: 'events' });
        let events = 0;
        const sealer = new Sealer({ pool, key: this.installation.sealKey });
        const sealed = await sealer.all(signal, (seal) => bar.at((events += seal.events))).finally(() => bar.end());
        const last = sealed.at(-1);
        if (last) print(`Sealed ${events} events in ${sealed.length} seals, up to position ${last.lastPosition}.`);
        else print('Everything was sealed already.');
      }),
    );
  }
}
