import { createHash } from 'node:crypto';
import { Html, html } from '../graphql/statements/html.js';
import type { PictureWords } from './picture.js';

const style = `
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #f6f8fa; }
  main { max-width: 1200px; margin: 0 auto; padding: 24px 16px; }
  h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
  p { margin: 0 0 16px; overflow-wrap: anywhere; }
  img { display: block; width: 100%; height: auto; background: #ffffff; }
`;

/** The page runs nothing and loads nothing but its picture: its one style sheet is named by its hash. */
export const picturePagePolicy = [
  "default-src 'none'",
  "img-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Ours to the last letter: not escaped, so that its hash is that of the policy. */
const sheet = new Html(`<style>${style}</style>`);

export interface PicturePage extends PictureWords {
  /** The last part of the page's path, and with `.svg` of the picture's. */
  readonly token: string;
  /** Where the service is for whoever asks; null where that is not known. */
  readonly address: string | null;
}

/** What a chat reads: an address there has to be a whole one. */
const addresses = ({ token, address, sentence }: PicturePage): Html | null =>
  address === null
    ? null
    : html`<meta property="og:url" content="${address}/pictures/${token}" />
        <meta property="og:image" content="${address}/pictures/${token}.svg" />
        <meta property="og:image:type" content="image/svg+xml" />
        <meta property="og:image:alt" content="${sentence}" />`;

/** A picture with what it says in words, as a chat shows a link to it and as a browser shows it whole. */
export const picturePage = (page: PicturePage): string =>
  html`<!doctype html>
    <html lang="en" prefix="og: https://ogp.me/ns#">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${page.title}</title>
        <meta name="description" content="${page.sentence}" />
        <meta property="og:type" content="website" />
        <meta property="og:site_name" content="Twolane" />
        <meta property="og:title" content="${page.title}" />
        <meta property="og:description" content="${page.sentence}" />
        ${addresses(page)}
        <meta name="twitter:card" content="summary_large_image" />
        <link rel="icon" type="image/svg+xml" href="${page.token}.svg" />
        ${sheet}
      </head>
      <body>
        <main>
          <h1>${page.title}</h1>
          <p>${page.sentence}</p>
          <img src="${page.token}.svg" alt="${page.sentence}" />
        </main>
      </body>
    </html> `.text;
