import type { DemoAccess } from '#libs/people';
import type { Pool } from 'pg';
import { claimed } from './claimed.js';
import { castOf } from './quarter/cast.js';
import { Quarter } from './quarter/quarter.js';
import { tellQuarter } from './quarter/tell.js';
import type { Voice } from './voice.js';

const TOLD = '{ requests(filter: { number: { eq: 1 } }) { nodes { success { verdict } } } }';

interface Told {
  readonly nodes: readonly { readonly success: readonly { readonly verdict: string | null }[] }[];
}

/** Its last step: both sides judge the outcome of REQ-1. What they hope for is written down in January, without a verdict. */
const isTold = ({ nodes }: Told): boolean => nodes[0]?.success.filter(({ verdict }) => verdict !== null).length === 2;

/**
 * Tells the demo quarter in its own workspace, day by day on its test clock; resolves to whether this process did, null where
 * another one is at it. Told once: a start that
 * was cut short is gone on with, because every step carries its own key. Needs somebody who does the asynchronous work.
 */
export const tellDemoQuarter = (pool: Pool, voice: Voice, people: readonly DemoAccess[]): Promise<boolean | null> =>
  claimed(pool, 'twolane demo quarter', async () => {
    if (isTold(await voice.answer<Told>(TOLD, { as: 'CMO' }))) return false;
    await tellQuarter(new Quarter(voice, await castOf(voice, people)));
    return true;
  });
