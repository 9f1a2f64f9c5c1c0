import { readAnchors, ValidationFailed } from '#libs/event-log';
import { Command, CommandRunner, Option } from 'nest-commander';
import type { Pool } from 'pg';
import { logModel } from '../../api/src/contexts.js';
import { publicKeyIn, readable, uuid, words } from './check.js';
import { Installation } from './installation.js';
import { interruptible } from './progress.js';
import { type Part, PARTS, say, type Verdict, verifyAllSeals, verifyChains, verifyViews } from './verify-parts.js';

interface VerifyOptions {
  readonly workspace?: string;
  readonly only?: string;
  readonly against?: string;
  readonly key?: string;
}

@Command({
  name: 'verify',
  description:
    'Recompute every chain of the log, its seals, and its read models, and name the first break; exit code 1 when there is one.',
})
export class VerifyCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: VerifyOptions): Promise<void> {
    const parts = partsOf(options);
    const seals = await sealOptions(options);
    const only = options.workspace === undefined ? {} : { workspaceId: uuid('The workspace', options.workspace) };
    await interruptible(async ({ signal }) =>
      this.installation.withOwner(async (owner) => {
        const work: Readonly<Record<Part, (pool: Pool) => Promise<Verdict>>> = {
          chains: (pool) => verifyChains(pool, { ...only, signal }),
          seals: (pool) => verifyAllSeals(pool, { ...seals, signal }),
          views: (pool) => verifyViews(pool, logModel(), signal),
        };
        const verdicts: Verdict[] = [];
        for (const part of parts) verdicts.push(await work[part](owner));
        if (!say(verdicts)) process.exitCode = 1;
      }),
    );
  }

  @Option({ flags: '-w, --workspace <uuid>', description: 'Only the chains of this workspace.' })
  parseWorkspace(value: string): string {
    return value;
  }

  @Option({ flags: '--only <parts>', description: `Only these of ${PARTS.join(', ')}, separated by commas.` })
  parseOnly(value: string): string {
    return value;
  }

  @Option({
    flags: '--against <file>',
    description: 'Seals that were exported before ("seal export"): the log must still have exactly these.',
  })
  parseAgainst(value: string): string {
    return value;
  }

  @Option({ flags: '--key <file>', description: 'A public key (PEM): seals that another one signed are breaks.' })
  parseKey(value: string): string {
    return value;
  }
}

/** @throws ValidationFailed when the parts do not go with what else was asked */
function partsOf({ workspace, only, against, key }: VerifyOptions): readonly Part[] {
  const all: readonly Part[] = workspace === undefined ? PARTS : ['chains'];
  const asked = only === undefined ? all : words('parts', PARTS, only);
  if (!asked.every((part) => all.includes(part)))
    throw new ValidationFailed('Seals and read models are verified for all workspaces at once: leave --workspace out.');
  if ((against ?? key) !== undefined && !asked.includes('seals'))
    throw new ValidationFailed('--against and --key are about seals, which are not verified here.');
  return asked;
}

async function sealOptions({ against, key }: VerifyOptions): Promise<Parameters<typeof verifyAllSeals>[1]> {
  return {
    ...(against !== undefined && { anchors: readAnchors(await readable(against)) }),
    ...(key !== undefined && { trusted: [await publicKeyIn(key)] }),
  };
}
