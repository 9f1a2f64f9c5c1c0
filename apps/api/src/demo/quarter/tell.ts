import { tellFebruary } from './february.js';
import { tellJanuary } from './january.js';
import { tellMarch } from './march.js';
import type { Quarter } from './quarter.js';

/** The demo quarter from its first day to the last outcome (demo-quarter.md 5). */
export async function tellQuarter(quarter: Quarter): Promise<void> {
  await tellJanuary(quarter);
  await tellFebruary(quarter);
  await tellMarch(quarter);
}
