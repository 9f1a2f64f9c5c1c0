import type { VersionPins } from '#libs/event-log';

/** What a webhook is told of, and where. */
export interface WebhookTerms {
  /** Where deliveries go, e.g. `https://tools.example/hooks/twolane`. */
  readonly url: string;
  readonly description: string | null;
  /** Names of facts; null: all. */
  readonly types: readonly string[] | null;
  /** A stream, e.g. `request-6f0e…`; null: all. */
  readonly subject: string | null;
  /** Types whose data it wants in an older version than the newest. */
  readonly versions: VersionPins;
}

/** Somebody asked for it, the receiver said that it is gone, or it failed for too long. */
export type DisabledReason = 'ASKED' | 'GONE' | 'FAILING';

/** Secrets themselves are never in a fact: they are kept beside the log, by these ids. */
export interface WebhookFacts {
  WebhookRegistered: WebhookTerms & { readonly webhookId: string; readonly secretId: string };
  WebhookChanged: WebhookTerms & { readonly webhookId: string };
  WebhookSecretRotated: {
    readonly webhookId: string;
    readonly secretId: string;
    /** For so many hours the secret before signs beside the new one; 0: it stopped at once. */
    readonly overlapHours: number;
  };
  WebhookDisabled: {
    readonly webhookId: string;
    readonly reason: DisabledReason;
    /** Why, in words; null where nobody said. */
    readonly note: string | null;
  };
  WebhookEnabled: { readonly webhookId: string };
  WebhookRemoved: { readonly webhookId: string };
}

/** Which webhooks a workspace has: the stream that holds their number. */
export interface WebhookListFacts {
  WebhookListed: { readonly webhookId: string };
  WebhookUnlisted: { readonly webhookId: string };
}

export type WebhookEvent = {
  [T in keyof WebhookFacts]: { readonly type: T; readonly data: WebhookFacts[T] };
}[keyof WebhookFacts];

export type WebhookListEvent = {
  [T in keyof WebhookListFacts]: { readonly type: T; readonly data: WebhookListFacts[T] };
}[keyof WebhookListFacts];
