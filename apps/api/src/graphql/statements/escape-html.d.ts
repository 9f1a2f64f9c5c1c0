declare module 'escape-html' {
  /** The text with `&`, `<`, `>`, `"` and `'` written as entities. */
  export default function escapeHtml(text: string): string;
}
