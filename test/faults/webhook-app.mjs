/**
 * A sender made to be killed or frozen: `node webhook-app.mjs <database address>`. It says `sent` when the receiver has answered and nothing
 * is recorded, and stays there until it is told to go on by a line of input; then it says how many tries it could record.
 */
import '../kit/typescript.mjs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const { openPool } = await import('../../libs/platform/src/index.ts');
const { WebhookSender, WebhookTransport } = await import('../../libs/webhooks/src/index.ts');
const { openHookLog } = await import('./webhook-model.ts');

const say = (word) => console.log(word);
const told = once(createInterface({ input: process.stdin }), 'line');

let hasSent = false;

class Pausing extends WebhookTransport {
  async post(call) {
    const outcome = await super.post(call);
    hasSent = true;
    say('sent');
    await told;
    return outcome;
  }
}

const pool = openPool({ url: process.argv[2], size: 4, applicationName: 'webhook app' });
const transport = new Pausing({ allowPrivate: true });
const sender = new WebhookSender({ pool, log: openHookLog(pool), epoch: () => 'e1', transport, leaseMs: 1500 });
let recorded = 0;
// On a busy machine a claim may be over before its call was made.
while (!hasSent) recorded = await sender.round();
say(`recorded ${recorded}`);
