import { Command, CommandRunner } from 'nest-commander';
import { Installation } from './installation.js';
import { print } from './print.js';

@Command({
  name: 'new-epoch',
  description: 'After a restore or a failover: refuse every position given out before, instead of reading it wrongly.',
})
export class NewEpochCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    const { rows } = await this.installation.withOwner((owner) =>
      owner.query<{ epoch: string }>('select log.new_epoch() as epoch'),
    );
    print(`The log is in epoch ${rows[0]!.epoch}. Clients start their feeds anew.`);
  }
}
