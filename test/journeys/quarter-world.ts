import { serviceSecret } from '#libs/api-kit';
import { ensureQuarter, PeopleStore } from '#libs/people';
import { castOf } from '../../apps/api/src/demo/quarter/cast.js';
import { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { ApiClient, type RunningApi } from '../kit/api.js';

/** The workspace of the demo quarter as a start makes it; its people call over the wire, and try what must be refused. */
export async function openQuarter(api: RunningApi): Promise<Quarter> {
  const { clock, events, pool } = api.service;
  const key = (await serviceSecret(pool, 'demo')).toString('hex');
  const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
  const people = await ensureQuarter(events, new PeopleStore(pool), { key, clocks });
  const voice = new ApiClient(api.url, people);
  return new Quarter(voice, await castOf(voice, people), true);
}
