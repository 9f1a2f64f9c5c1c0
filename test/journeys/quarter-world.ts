import { serviceSecret } from '#libs/api-kit';
import { type DemoAccess, ensureQuarter, PeopleStore } from '#libs/people';
import { castOf } from '../../apps/api/src/demo/quarter/cast.js';
import { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import type { Asking, Voice } from '../../apps/api/src/demo/voice.js';
import { ApiClient, type RunningApi } from '../kit/api.js';

/** Everybody of the demo quarter's workspace, which is made as a start makes it. */
export async function quarterPeople({ service }: RunningApi): Promise<DemoAccess[]> {
  const { clock, events, pool } = service;
  const key = (await serviceSecret(pool, 'demo')).toString('hex');
  const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
  return ensureQuarter(events, new PeopleStore(pool), { key, clocks });
}

/** Calls whichever service runs at the moment. */
export class Line implements Voice {
  constructor(private client: ApiClient) {}

  answer<Shape>(document: string, asking: Asking): Promise<Shape> {
    return this.client.answer<Shape>(document, asking);
  }

  /** Another service over the same database is there from now on. */
  moveTo({ url }: RunningApi): void {
    this.client = new ApiClient(url, this.client.demo);
  }
}

/** The demo quarter before it is told; its people call over the wire, and try what must be refused. */
export async function openQuarter(api: RunningApi): Promise<{ readonly quarter: Quarter; readonly line: Line }> {
  const people = await quarterPeople(api);
  const line = new Line(new ApiClient(api.url, people));
  return { quarter: new Quarter(line, await castOf(line, people), true), line };
}
