/**
 * A worker made to be killed or frozen: `node consumer-app.mjs <database address> projection|process`.
 * It says `applied` while its batch is written and not committed (or `reacting` before its command), and stays there until it is
 * told to go on by a line of input. What it then did is said as well.
 */
import '../kit/typescript.mjs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const { ConsumerRunner, Horizon } = await import('../../libs/event-log/src/index.ts');
const { openPool } = await import('../../libs/platform/src/index.ts');
const { happen, openLog, witness } = await import('./consumer-model.ts');

const [, , url, kind] = process.argv;
const say = (word) => console.log(word);
const told = once(createInterface({ input: process.stdin }), 'line');

const pool = openPool({ url, size: 4, applicationName: 'consumer app', idleInTransactionSeconds: 1 });
const observer = { error: (error) => say(`error ${error.message}`) };
const horizon = new Horizon({ pool, pollMs: 50, observer });
await horizon.start();

const projection = witness('list', async () => {
  say('applied');
  await told;
});
const reacting = {
  kind: 'process',
  name: 'list',
  types: ['Happened'],
  async react(event, tools) {
    if (event.data.text !== 'first') return;
    say('reacting');
    await told;
    try {
      await happen(tools.log, tools.command('happen'), 'reaction', 'of a zombie');
      say('commanded');
    } catch (error) {
      say(`refused ${error.constructor.name}`);
      throw error;
    }
  },
};
const consumers = [kind === 'projection' ? projection : reacting];
new ConsumerRunner({ pool, log: openLog(pool), horizon, consumers, observer, leaseMs: 600, pollMs: 50 }).start();
