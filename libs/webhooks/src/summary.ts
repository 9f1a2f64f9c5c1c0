import type { Fact } from '#libs/event-log';
import type { WebhookFacts, WebhookListFacts, WebhookTerms } from './domain/index.js';

const told = ({ types, subject }: WebhookTerms): string => {
  const what = types === null ? 'everything' : types.join(', ');
  return subject === null ? `It is told of ${what}` : `It is told of ${what} in ${subject}`;
};
const because = (note: string | null): string => (note === null ? '.' : `: “${note}”.`);

type Facts = WebhookFacts & WebhookListFacts;

const SENTENCES: { readonly [T in keyof Facts]: (data: Facts[T]) => string } = {
  WebhookRegistered: (data) => `It was registered. ${told(data)}, at ${data.url}.`,
  WebhookChanged: (data) => `It was changed. ${told(data)}, at ${data.url}.`,
  WebhookSecretRotated: ({ overlapHours }) =>
    overlapHours === 0
      ? 'It got a new secret; the one before ended at once.'
      : `It got a new secret; the one before signs for another ${overlapHours} hours.`,
  WebhookDisabled: ({ note }) => `It was disabled${because(note)}`,
  WebhookEnabled: () => 'It was enabled again.',
  WebhookRemoved: () => 'It was removed.',
  WebhookListed: () => 'There is one webhook more.',
  WebhookUnlisted: () => 'There is one webhook less.',
};

/** What happened, in a sentence to show to a person. */
export const summaryOf = ({ type, data }: Fact): string =>
  Object.hasOwn(SENTENCES, type) ? SENTENCES[type as keyof Facts](data as never) : `${type}.`;
