/**
 * A rebuild made to be killed: `node rebuild-app.mjs <address of the owner> stays|goes on`. It says `begun` when it has its first connection and
 * `batch` after each batch; the one that stays does nothing more after its first.
 */
import '../kit/typescript.mjs';
import { writeSync } from 'node:fs';

const { rebuildInlineView } = await import('../../libs/event-log/src/index.ts');
const { openPool } = await import('../../libs/platform/src/index.ts');
const { hallModel, hallRow } = await import('../../libs/event-log/src/contract/hall.ts');

const [, , url, how] = process.argv;
const say = (word) => writeSync(1, `${word}\n`);
const owner = openPool({ url, size: 2, applicationName: 'rebuild app' });
say('begun');
await rebuildInlineView(owner, hallModel, hallRow, {
  longReaderMs: Number.POSITIVE_INFINITY,
  onProgress() {
    say('batch');
    if (how === 'stays') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
say('done');
await owner.end();
