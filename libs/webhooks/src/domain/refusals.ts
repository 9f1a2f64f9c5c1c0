import { Refusal } from '#libs/event-log';

/** Deliveries go to public addresses, over TLS, without credentials in the address. */
export class WebhookUrlRefused extends Refusal<{ rule: UrlRule }> {
  constructor(rule: UrlRule) {
    super('WEBHOOK_URL_REFUSED', 'VALIDATION', URL_RULES[rule], { rule }, { path: ['input', 'url'] });
  }
}

export const URL_RULES = {
  NO_ADDRESS: 'This is no web address; give one such as https://tools.example/hooks.',
  NOT_HTTPS: 'Deliveries go over https alone.',
  USER_INFO:
    'An address with a user name or password in it is not taken; deliveries prove themselves by their signature.',
  NOT_PUBLIC: 'This address is not public; deliveries go to public addresses alone.',
} as const;

export type UrlRule = keyof typeof URL_RULES;

/** A type of events, or a version of one, that the catalogue does not hold. */
export class UnknownEventType extends Refusal<{ type: string; newest: number | null }> {
  constructor(type: string, newest: number | null, path: readonly string[]) {
    const message =
      newest === null
        ? `No event is called ${type}; eventTypes lists them.`
        : `Of ${type} there are the versions 1 to ${newest}.`;
    super('UNKNOWN_EVENT_TYPE', 'VALIDATION', message, { type, newest }, { path });
  }
}

/** Nothing of it would change. */
export class WebhookUnchanged extends Refusal {
  constructor() {
    super('WEBHOOK_UNCHANGED', 'STATE', 'It is like this already.');
  }
}
