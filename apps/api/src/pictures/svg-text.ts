/** What XML 1.0 can hold. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text somebody wrote as an SVG can hold it (escaping is the template's), cut to what there is room for. */
export function shortText(text: string, most: number): string {
  const letters = Array.from(text.replaceAll(NOT_XML, '\u{FFFD}').replaceAll(/\s+/g, ' ').trim());
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}
