import type { DemoAccess } from '#libs/people';
import type { GraphQLSchema } from 'graphql';
import type { Service } from '../service/service.js';
import { InnerVoice } from './inner-voice.js';
import { castOf } from './quarter/cast.js';
import { Quarter } from './quarter/quarter.js';
import { tellQuarter } from './quarter/tell.js';

/** Of several processes one tells the story; the lock ends with its connection. */
const CLAIM = `select pg_try_advisory_lock(hashtextextended('twolane demo quarter', 0)) as mine`;

const TOLD = '{ requests(filter: { number: { eq: 1 } }) { nodes { success { verdict } } } }';

interface Told {
  readonly nodes: readonly { readonly success: readonly object[] }[];
}

/**
 * Tells the demo quarter in its own workspace, day by day on its test clock; resolves to whether this process did. Told once: a start that
 * was cut short is gone on with, because every step carries its own key. Needs somebody who does the asynchronous work.
 */
export async function tellDemoQuarter(
  service: Service,
  schema: GraphQLSchema,
  people: readonly DemoAccess[],
): Promise<boolean> {
  const voice = new InnerVoice(service, schema, people);
  const client = await service.pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(CLAIM);
    if (!rows[0]!.mine) return false;
    const { nodes } = await voice.answer<Told>(TOLD, { as: 'CMO' });
    // Its last step: both sides judge the outcome of REQ-1.
    if (nodes[0]?.success.length === 2) return false;
    await tellQuarter(new Quarter(voice, await castOf(voice, people)));
    return true;
  } finally {
    // Given back with its lock, it would keep others from telling: it is closed instead.
    client.release(true);
  }
}
