import type { EventLog, Recorded } from '#libs/event-log';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { seal, unseal, written } from '../secrets.js';
import { headersOf, messageOf, MOST_BODY_BYTES, pingOf } from './payload.js';

const place = { workspaceId: 'w-1', streamId: 'request-1', position: 7 };
const recorded = (data: object): Recorded => ({
  type: 'RequestDrafted',
  data,
  eventId: 'e-1',
  workspaceId: 'w-1',
  streamId: 'request-1',
  version: 1,
  position: 7,
  recordedAt: '2026-03-10T09:00:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'k', actorId: 'a', actorRole: 'ADMIN' },
});
const told = async (events: readonly Recorded[]) => {
  const log: Pick<EventLog, 'readAll'> = {
    readAll: () => Promise.resolve({ events, safe: 9, full: false, next: 9 }),
  };
  const message = await messageOf(log, place, { pins: {}, epoch: 'e1' });
  return message && { ...message, json: JSON.parse(message.body) as Record<string, unknown> };
};

describe('what a webhook is told', () => {
  it('is the event itself, by its own id', async () =>
    expect(await told([recorded({ title: 'A page' })])).toMatchObject({
      id: 'e-1',
      json: { specversion: '1.0', id: 'e-1', subject: 'request-1', data: { title: 'A page' } },
    }));

  it('leaves the data of an event out that is too large, and says so', async () => {
    const { body, json } = (await told([recorded({ text: 'ü'.repeat(MOST_BODY_BYTES / 2) })]))!;
    expect(Buffer.byteLength(body)).toBeLessThan(MOST_BODY_BYTES);
    expect(json).toMatchObject({ type: 'RequestDrafted', dataomitted: true });
    expect(json).not.toHaveProperty('data');
  });

  it('waits for a newer program where this one cannot read the event', async () => expect(await told([])).toBeNull());

  it('is signed by every secret', () => {
    const now = new Date();
    const secrets = [1, 2, 3].map(() => written(randomBytes(32)));
    const ping = pingOf('p-1', { workspaceId: 'w-1', webhookId: 'h-1' }, now);
    const headers = headersOf(ping, secrets, now);
    for (const secret of secrets)
      expect(new Webhook(secret).verify(ping.body, headers)).toMatchObject({ type: 'twolane.ping', id: 'p-1' });
    expect(() => new Webhook(written(randomBytes(32))).verify(ping.body, headers)).toThrow('No matching signature');
  });
});

describe('a secret that is kept', () => {
  const key = randomBytes(32);
  const here = { workspaceId: 'w-1', webhookId: 'h-1', secretId: 's-1' };
  const secret = randomBytes(32);

  it('can be read in its place, and is another text each time', () => {
    const [one, other] = [seal(secret, key, here), seal(secret, key, here)];
    expect(one.equals(other)).toBe(false);
    expect(unseal(one, key, here).equals(secret)).toBe(true);
  });

  it('cannot be read elsewhere, with another key, or changed', () => {
    const sealed = seal(secret, key, here);
    expect(() => unseal(sealed, key, { ...here, webhookId: 'h-2' })).toThrow();
    expect(() => unseal(sealed, randomBytes(32), here)).toThrow();
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => unseal(changed, key, here)).toThrow();
  });
});
