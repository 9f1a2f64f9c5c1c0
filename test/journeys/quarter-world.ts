import { serviceSecret } from '#libs/api-kit';
import { type DemoAccess, ensureQuarter, PeopleStore } from '#libs/people';
import { castOf } from '../../apps/api/src/demo/quarter/cast.js';
import { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { ApiClient, type RunningApi } from '../kit/api.js';

/** Everybody of the demo quarter's workspace, which is made as a start makes it. */
export async function quarterPeople({ service }: RunningApi): Promise<DemoAccess[]> {
  const { clock, events, pool } = service;
  const key = (await serviceSecret(pool, 'demo')).toString('hex');
  const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
  return ensureQuarter(events, new PeopleStore(pool), { key, clocks });
}

/** The demo quarter before it is told; its people call over the wire, and try what must be refused. */
export async function openQuarter(api: RunningApi): Promise<Quarter> {
  const people = await quarterPeople(api);
  const voice = new ApiClient(api.url, people);
  return new Quarter(voice, await castOf(voice, people), true);
}
