import { createHash } from 'node:crypto';
import { Html, html } from './html.js';
import type { FileAgreement, StatementDocument } from './statement-document.js';
import { monthSection } from './statement-month.js';
import { style } from './statement-style.js';
import { totalsTable } from './statement-totals.js';

/** The page runs nothing and loads nothing: its one style sheet is named by its hash. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Ours to the last letter: not escaped, so that its hash is that of the policy. */
const sheet = new Html(`<style>${style}</style>`);

const teamName = (team: FileAgreement['consumerTeam']): string => team?.name ?? 'unnamed team';

const parties = ({ consumerTeam, providerTeam, reference, timeZone, currency }: FileAgreement): Html =>
  html` <dl class="parties">
    <div>
      <dt>Agreement</dt>
      <dd>${reference}</dd>
    </div>
    <div>
      <dt>Billed to</dt>
      <dd>${teamName(consumerTeam)}</dd>
    </div>
    <div>
      <dt>Work by</dt>
      <dd>${teamName(providerTeam)}</dd>
    </div>
    <div>
      <dt>Days in</dt>
      <dd>${timeZone}</dd>
    </div>
    <div>
      <dt>Currency</dt>
      <dd>${currency}</dd>
    </div>
  </dl>`;

/** A page to be printed and filed: one month, or several with what they come to together. */
export function statementPage({ agreement, months, totals }: StatementDocument): string {
  const [first, last] = [months[0]?.period ?? '', months.at(-1)?.period ?? ''];
  const title = `Statement ${agreement.reference}, ${first === last ? first : `${first} to ${last}`}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${sheet}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${parties(agreement)}
        </header>
        ${months.length > 1 ? html`<section class="together">${totalsTable(totals, 'All months together')}</section>` : null}
        ${months.map((month) => monthSection(month, agreement))}
      </body>
    </html> `.text;
}
