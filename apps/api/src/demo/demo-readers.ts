import type { Pool } from 'pg';
import { claimed } from './claimed.js';
import { DemoCaller } from './demo-caller.js';
import type { InnerVoice } from './inner-voice.js';

const READER = 'Reporting Job';

/** What a job of the night reads: nobody has told it yet what to do with it. */
const NIGHTLY = {
  name: 'nightly-figures',
  types: ['RequestSubmitted', 'RequestApproved', 'RequestLaunched', 'TimeRecorded'],
  startAt: { from: 'BEGINNING' },
};

/** A job that reads the log of the demo workspace, with its place kept. Told once: whoever has changed its jobs is left alone. */
export const tellDemoReaders = (pool: Pool, voice: InnerVoice): Promise<boolean | null> =>
  claimed(pool, 'twolane demo readers', async () => {
    const known = await voice.answer<readonly object[]>('{ consumers { name } }', { as: READER });
    if (known.length > 0) return false;
    const step = { input: NIGHTLY, key: NIGHTLY.name, fields: 'consumer { name }' };
    await new DemoCaller(voice).give(READER, 'registerConsumer', step);
    return true;
  });
