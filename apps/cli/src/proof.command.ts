import { parsePosition, splitGlobalId } from '#libs/api-kit';
import { proofOf, proofText, ValidationFailed } from '#libs/event-log';
import { isUUID } from 'class-validator';
import { Command, CommandRunner, Option } from 'nest-commander';
import { writeFile } from 'node:fs/promises';
import { unwritable } from './check.js';
import { Installation } from './installation.js';

@Command({
  name: 'proof',
  arguments: '<event>',
  description:
    'Print the proof that an event (its id or position) is in the log as it is; apps/cli/check-proof.mjs checks it, also elsewhere.',
})
export class ProofCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([typed = '']: string[], { out }: { out?: string }): Promise<void> {
    const which = eventOf(typed);
    const text = proofText(await this.installation.withOwner((owner) => proofOf(owner, which)));
    if (out === undefined || out === '-') process.stdout.write(text);
    else await writeFile(out, text).catch(unwritable(out));
  }

  @Option({ flags: '-o, --out <file>', description: 'Where to; standard output unless told.' })
  parseOut(value: string): string {
    return value;
  }
}

/** An event's id as it is or as the API shows it, or a position, plain or as the API shows it. @throws ValidationFailed */
function eventOf(typed: string): string | number {
  const id = splitGlobalId(typed)?.id ?? typed;
  if (isUUID(id)) return id;
  if (/^\d{1,15}$/.test(typed)) return Number(typed);
  try {
    return parsePosition(typed).position;
  } catch {
    throw new ValidationFailed(`An event is named by its id (a uuid) or its position, not by "${typed}".`);
  }
}
