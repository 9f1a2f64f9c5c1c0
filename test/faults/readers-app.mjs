/**
 * A worker made to be killed or frozen, with all the work of the service at a pace for specs: `node readers-app.mjs <database address>`. It says
 * `works` when it does.
 */
import '../kit/typescript.mjs';

const { Service } = await import('../../apps/api/src/service/service.ts');
const { openLog, readSettings } = await import('../../libs/platform/src/index.ts');
const { WebhookTransport } = await import('../../libs/webhooks/src/index.ts');

const url = process.argv[2];
const settings = readSettings({ NODE_ENV: 'test', DATABASE_URL: url, WEBHOOK_ALLOW_PRIVATE: 'on' });
const log = openLog({ name: 'worker', level: 'fatal' });

/** Postgres may be starting up again just now. */
async function open() {
  for (;;) {
    try {
      return await Service.open({ url, role: null, settings, log, name: 'twolane worker' });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const service = await open();
const transport = new WebhookTransport({ allowPrivate: true, timeoutMs: 3_000 });
service.startWork({
  consumers: { leaseMs: 1_500 },
  housekeeping: { everyMs: 500 },
  seals: { due: 64 },
  webhooks: { leaseMs: 5_000, pollMs: 100, transport },
});
process.on('SIGTERM', () => void service.close().then(() => process.exit(0)));
console.log('works');
