import type { RequestEvent } from './domain/index.js';
import { samples } from './events.samples.fixture.js';
import { summaryOf } from './request-summary.js';

describe('a change in a sentence', () => {
  const sentences = Object.entries(samples).map(
    ([type, data]) => [type, summaryOf({ type, data } as RequestEvent)] as const,
  );

  it('is said of every fact', () => expect(Object.fromEntries(sentences)).toMatchSnapshot());

  it.each(sentences)('is whole, and holds no code word and no id: %s', (_type, sentence) => {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|[A-Z]{2,}_|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('cuts long words of others, and breaks no line', () => {
    const held = (reason: string) => summaryOf({ type: 'RequestHeld', data: { reason, reviewDate: '2026-02-02' } });
    expect(held('No\n budget')).toBe('It rests until 2026-02-02: “No budget”.');
    expect(held('x'.repeat(4000)).length).toBeLessThan(220);
  });
});
