import type { Aggregate } from '#libs/event-log';
import type { DisabledReason, WebhookEvent, WebhookListEvent, WebhookTerms } from './facts.js';

export type WebhookStatus = 'ACTIVE' | 'DISABLED' | 'REMOVED';

export interface WebhookState {
  /** Null: nobody has registered it. */
  readonly status: WebhookStatus | null;
  readonly terms: WebhookTerms;
  /** Why it is disabled; null while it is not. */
  readonly disabledBy: DisabledReason | null;
  readonly note: string | null;
  /**
   * The fact from which on its receiver is judged: what failed before it was registered, enabled or given another address says nothing
   * about the receiver of today.
   */
  readonly course: number;
}

const initial: WebhookState = {
  status: null,
  terms: { url: '', description: null, types: null, subject: null, versions: {} },
  disabledBy: null,
  note: null,
  course: 0,
};

const termsOf = ({ url, description, types, subject, versions }: WebhookTerms): WebhookTerms => ({
  url,
  description,
  types,
  subject,
  versions,
});

/** `webhook-<uuid>` */
export const webhook: Aggregate<WebhookState, WebhookEvent> = {
  type: 'webhook',
  initial,
  source: import.meta.url,
  evolve(state, event) {
    switch (event.type) {
      case 'WebhookRegistered':
        return { ...initial, status: 'ACTIVE', terms: termsOf(event.data), course: event.version };
      case 'WebhookChanged': {
        const isElsewhere = event.data.url !== state.terms.url;
        return { ...state, terms: termsOf(event.data), course: isElsewhere ? event.version : state.course };
      }
      case 'WebhookSecretRotated':
        return state;
      case 'WebhookDisabled':
        return { ...state, status: 'DISABLED', disabledBy: event.data.reason, note: event.data.note };
      case 'WebhookEnabled':
        return { ...state, status: 'ACTIVE', disabledBy: null, note: null, course: event.version };
      case 'WebhookRemoved':
        return { ...state, status: 'REMOVED' };
    }
    // A fact of a newer program.
    return state;
  },
};

export interface WebhookList {
  readonly ids: readonly string[];
}

/** `webhook-list-all`: one stream of a workspace, so that two registrations at once cannot pass its limit together. */
export const webhookList: Aggregate<WebhookList, WebhookListEvent> = {
  type: 'webhook-list',
  initial: { ids: [] },
  source: import.meta.url,
  evolve({ ids }, event) {
    switch (event.type) {
      case 'WebhookListed':
        return { ids: [...ids, event.data.webhookId] };
      case 'WebhookUnlisted':
        return { ids: ids.filter((id) => id !== event.data.webhookId) };
    }
    return { ids };
  },
};

/** The id of the one stream. */
export const THE_LIST = 'all';
