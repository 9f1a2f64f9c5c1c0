import { CommandRunner } from 'nest-commander';

/** A command that only holds others: alone it shows which, and says so of any word that is none of them. */
export class CommandGroup extends CommandRunner {
  run([unknown]: string[]): Promise<void> {
    if (unknown !== undefined) this.command.error(`error: unknown command '${unknown}'`);
    return Promise.resolve(this.command.help({ error: true }));
  }
}
