import { plainText } from '#libs/vocabulary';
import { type UrlRule, WebhookUrlRefused } from './refusals.js';

/** Longest address, in characters. */
const LONGEST_URL = 2000;

/** What is wrong with an address as far as it shows before its name is looked up; null: nothing. */
export type UrlCheck = (url: URL) => UrlRule | null;

/** The address as it is kept, without a fragment. @throws WebhookUrlRefused, ValidationFailed */
export function requireUrl(written: string, check: UrlCheck): string {
  const text = plainText(written, { path: ['input', 'url'], max: LONGEST_URL });
  if (!URL.canParse(text)) throw new WebhookUrlRefused('NO_ADDRESS');
  const url = new URL(text);
  const rule = check(url);
  if (rule !== null) throw new WebhookUrlRefused(rule);
  url.hash = '';
  return url.href;
}
