import { Buffer } from 'node:buffer';
import { Webhook } from 'standardwebhooks';
import type { EventLog, VersionPins } from '#libs/event-log';
import { type CloudEvent, cloudEventOf } from '#libs/readers';

/** Bytes of a body at most. Of an event that is larger its data is left out, which `dataomitted` says; the events API has it whole. */
export const MOST_BODY_BYTES = 256 * 1024;

/** A message of the Standard Webhooks specification, ready to go. */
export interface Message {
  /** The same at every delivery of one event. */
  readonly id: string;
  readonly body: string;
}

type Body = Omit<CloudEvent, 'data'> & { readonly data?: object; readonly dataomitted?: true };

const withinBounds = (event: CloudEvent): string => {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= MOST_BODY_BYTES) return whole;
  const { data: _data, ...rest } = event;
  const body: Body = { ...rest, dataomitted: true };
  return JSON.stringify(body);
};

/** Names an event of a workspace. */
export interface EventPlace {
  readonly workspaceId: string;
  readonly streamId: string;
  readonly position: number;
}

/**
 * The event as the webhook wants it, from the log.
 * @returns null for an event of a newer program than this one
 */
export async function messageOf(
  log: Pick<EventLog, 'readAll'>,
  { workspaceId, streamId, position }: EventPlace,
  { pins, epoch }: { readonly pins: VersionPins; readonly epoch: string },
): Promise<Message | null> {
  const { events } = await log.readAll({ workspaceId, streamId, after: position - 1, limit: 1, pins });
  const event = events.find((one) => one.position === position);
  return event ? { id: event.eventId, body: withinBounds(cloudEventOf(event, epoch)) } : null;
}

/** What a receiver is sent to try it out. */
export const pingOf = (
  id: string,
  { workspaceId, webhookId }: { readonly workspaceId: string; readonly webhookId: string },
  now: Date,
): Message => ({
  id,
  body: JSON.stringify({
    specversion: '1.0',
    id,
    source: `/workspaces/${workspaceId}`,
    type: 'twolane.ping',
    subject: `webhook-${webhookId}`,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    data: { text: 'Well received?' },
  }),
});

/** The headers that prove where a message comes from and when: a signature by each secret, the newest first. */
export const headersOf = ({ id, body }: Message, secrets: readonly string[], now: Date): Record<string, string> => ({
  'content-type': 'application/cloudevents+json; charset=utf-8',
  'user-agent': 'Twolane-Webhooks/1.0',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
});
