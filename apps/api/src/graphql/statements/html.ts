import escapeHtml from 'escape-html';

/** Text that is HTML already: made by `html` alone. */
export class Html {
  constructor(readonly text: string) {}
}

export type Piece = Html | string | number | null | readonly Piece[];

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(textOf).join('');
}

/** HTML of a template: whatever is put in is escaped unless it comes from `html` itself; nothing for null, lists one after the other. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(strings.map((text, index) => text + textOf(pieces[index] ?? null)).join(''));
